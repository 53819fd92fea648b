package sentiment

import "strings"

// Language is an ISO 639-1 code.
type Language string

// The languages that have a model.
const (
	Indonesian Language = "id"
	English    Language = "en"
	Chinese    Language = "zh" // Traditional and Simplified, Cantonese writing too
	Arabic     Language = "ar"
)

// Languages lists those that have a model.
func Languages() []Language { return []Language{Indonesian, English, Chinese, Arabic} }

// vocabulary is what normalising knows of a language.
type vocabulary struct {
	same    map[string]string // other spellings -> the plain one
	negates map[string]bool   // words that turn what follows
	repeats int               // how often a letter may stand beside itself
	cutNya  bool              // cut the Indonesian suffix -nya off
}

func vocabularyOf(l Language) *vocabulary {
	v := &vocabulary{same: map[string]string{}, negates: map[string]bool{}, repeats: 2}
	switch l {
	case Indonesian:
		v.repeats, v.cutNya = 1, true
		v.spell(indonesianSpellings)
		v.turn("tidak bukan belum jangan kurang tanpa tak anti susah sulit")
	case English:
		v.spell(englishSpellings)
		v.turn("not no never nothing none cannot without hardly isnt wasnt arent werent dont doesnt didnt cant couldnt wont wouldnt shouldnt aint hasnt havent hadnt nor neither")
	case Arabic:
		v.repeats = 1
		v.turn("لا لم لن ما مش مو ليس ليست غير بدون مافي ماني موب مب مهو ولا")
	case Chinese, Teller:
	}
	return v
}

// spell takes lines 'plain: other spellings'.
func (v *vocabulary) spell(table string) {
	for line := range strings.Lines(table) {
		plain, others, _ := strings.Cut(line, ":")
		for _, other := range strings.Fields(others) {
			v.same[v.squeeze(other)] = v.squeeze(strings.TrimSpace(plain))
		}
	}
}

// squeeze folds repeated letters, as the words of a text are.
func (v *vocabulary) squeeze(s string) string {
	var b strings.Builder
	var last rune
	same := 0
	for _, r := range s {
		if r == last {
			same++
		} else {
			last, same = r, 1
		}
		if same <= v.repeats {
			b.WriteRune(r)
		}
	}
	return b.String()
}

func (v *vocabulary) turn(words string) {
	for _, w := range strings.Fields(words) {
		v.negates[v.squeeze(w)] = true
	}
}

// indonesianSpellings are short and colloquial forms. A letter beside itself is there once, as repeats says.
const indonesianSpellings = `tidak: ga gak gk g nga ngak engak enga ngga nggak enggak kagak kaga kgk tdk tdak ndak nda gada gakk tida ora tak
tidak ada: gaada gada gakada
belum: blm blom belom blum
bukan: bkn bukn
jangan: jgn jngn jangn
kurang: krg krang kurg
sudah: udah udh sdh dah uda sudh
yang: yg yng yanggg
dengan: dgn dg dngn
dan: n dn
untuk: utk untk tuk buat bwt
karena: krn karna karen krna
jadi: jd jdi
saja: aja aj sj
sangat: sgt sngt sngat
banget: bgt bgtt bngt bget bangt bgd bangat
juga: jg jga
bagus: bgs bgus bgz
saya: sy sya gue gw gua aku ak aq gwe
kamu: lu lo loe elu elo km kmu kau
kalau: kalo klo kl klu klau
tapi: tp tpi tetapi
sama: sm sma
bisa: bs bsa
lagi: lg lgi
orang: org orng
dari: dr dri
pada: pd
dalam: dlm
kenapa: knp napa knapa
bagaimana: gmn gimana gmana
seperti: kayak kaya kyk spt sprti
sekali: skali skli
barang: brg brng
pesan: psn
kirim: krm
kualitas: kwalitas quality kualitasnya
harga: hrg
baik: baek bae
cepat: cpt cepet
respon: respons response
penjual: seller saler selernya seler
pembeli: buyer
terima kasih: makasih makasi trims thanks thx tks terimakasih trimakasih trima tq thank thankyou mksh
mantap: mantab mantul mantep mantaf jos mantp
keren: kren
enak: enk
banyak: bnyk byk bnyak
baru: br bru
pakai: pake pk pakek
mau: mo mw
cuma: cm cuman cma
mungkin: mgkn mngkn
hanya: hny
begitu: gitu gt gtu
begini: gini
sampai: sampe smp smpe nyampe
masih: msh msih
semua: smua smw
lebih: lbh
benar: bener bnr
parah: prah
kecewa: kcewa kecw
lama: lma
packing: paking packaging pengemasan kemasan
ramah: rmh
rumah: rmh
tempat: tmpt tmpat
malas: males mls
murah: mrh
mahal: mhl
jelek: jlek jlk
sesuai: sesuei seswai ssuai
`

const englishSpellings = `you: u ya
are: r
your: ur
love: luv loove
great: gr8
thanks: thx thnx ty thankyou
please: pls plz
because: cuz coz bc
good: gud goood
awesome: awsome
not: dont't
laughing: lol lmao rofl haha hahaha lmfao hahah
cannot: cant
dont: don dnt
`
