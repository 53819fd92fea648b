package simulate

// saying is what can be said of something in a language: one of the first parts, then one of the second.
type saying struct{ first, second []string }

// subject is what people talk about, well and badly, by language.
type subject struct {
	topic      string // of service messages; "" is none
	good, poor map[string]saying
}

// freshSubject is talked about only in the last week: the new version of the app.
const freshSubject = 0

var subjects = []subject{
	{
		good: map[string]saying{
			"id": {[]string{"Aplikasi versi baru", "Setelah update, aplikasinya", "Tampilan aplikasi yang baru"}, []string{"lebih enak dilihat.", "jadi lebih cepat dibuka, suka!"}},
			"en": {[]string{"The new app version", "After the update the app"}, []string{"looks much nicer.", "opens faster, love it!"}},
			"zh": {[]string{"新版App", "更新後的App"}, []string{"介面好看多了。", "開啟快很多,讚!"}},
		},
		poor: map[string]saying{
			"id": {
				[]string{"Setelah update aplikasi,", "Aplikasi versi baru bikin kesal,", "Sejak update kemarin,", "Tolong perbaiki aplikasi yang baru,"},
				[]string{"aplikasi sering keluar sendiri.", "layar putih terus dan tidak bisa login.", "aplikasi macet waktu membuka keranjang.", "login gagal terus padahal kata sandi benar."},
			},
			"en": {
				[]string{"Since the app update", "The new app version is awful:", "After updating the app"},
				[]string{"it crashes every time I open the cart.", "I only see a white screen.", "login fails although my password is right.", "the app freezes at the start."},
			},
			"zh": {[]string{"App更新之後", "新版App很糟,", "自從上次更新,"}, []string{"一打開購物車就閃退。", "一直白畫面,無法登入。", "登入一直失敗,很生氣。"}},
		},
	},
	{
		topic: "delivery",
		good: map[string]saying{
			"id": {[]string{"Pengiriman cepat sekali,", "Kurirnya ramah,", "Pesan kemarin, paket hari ini sudah sampai,"}, []string{"barang sampai dengan selamat.", "paket dibungkus rapi dan aman.", "sangat puas dengan pengirimannya."}},
			"en": {[]string{"Delivery was really fast,", "The courier was friendly,", "Ordered yesterday, delivered today,"}, []string{"well packed and safe.", "the parcel arrived in perfect shape.", "very happy with it."}},
			"zh": {[]string{"送貨很快,", "快遞員很親切,", "昨天訂今天就到,"}, []string{"包裝完整。", "商品完好,很滿意。", "速度讓人驚喜。"}},
		},
		poor: map[string]saying{
			"id": {
				[]string{"Pengiriman lama sekali,", "Sudah seminggu paket belum sampai,", "Kurir bilang besok terus,", "Paket saya terlambat lima hari,"},
				[]string{"status pengiriman tidak berubah.", "kardusnya penyok dan basah.", "nomor resi tidak bisa dilacak, kecewa.", "tidak ada kabar dari kurir."},
			},
			"en": {[]string{"Delivery took far too long,", "My parcel is a week late,", "The courier never came,"}, []string{"the tracking has not moved for days.", "and the box arrived wet and damaged.", "nobody tells me where it is."}},
			"zh": {[]string{"送貨太慢了,", "包裹晚了一個星期,", "快遞一直沒來,"}, []string{"物流狀態都沒更新。", "箱子還壓壞了,很失望。", "查不到運單號碼。"}},
		},
	},
	{
		topic: PainTopic,
		good: map[string]saying{
			"id": {[]string{"Teknisi datang tepat waktu,", "Pemasangan AC rapi,"}, []string{"dijelaskan dengan sabar.", "hasilnya bersih dan cepat selesai."}},
			"en": {[]string{"The installer came on time", "Installation was tidy"}, []string{"and explained everything patiently.", "and done within an hour."}},
			"zh": {[]string{"安裝師傅很準時,", "安裝很俐落,"}, []string{"講解很有耐心。", "收拾得乾乾淨淨。"}},
		},
		poor: map[string]saying{
			"id": {
				[]string{"Teknisi pemasangan tidak datang,", "Jadwal pemasangan diundur terus,", "Pemasangan AC asal-asalan,"},
				[]string{"sudah menunggu seharian.", "telepon saya tidak diangkat.", "pipa bocor setelah dipasang.", "dinding jadi kotor dan berlubang."},
			},
			"en": {[]string{"The installer never came,", "Installation was put off twice,", "Installation was careless,"}, []string{"I waited the whole day.", "nobody answers the phone.", "the pipe leaks now."}},
			"zh": {[]string{"安裝師傅沒有來,", "安裝時間一改再改,", "安裝很草率,"}, []string{"等了一整天。", "電話都沒人接。", "管子還漏水。"}},
		},
	},
	{
		topic: "product advice",
		good: map[string]saying{
			"id": {[]string{"Mesin cucinya tidak berisik,", "AC cepat dingin,", "Rice cooker hasilnya pulen,", "Kipasnya kencang dan halus,"}, []string{"hemat listrik juga.", "cocok untuk kamar kecil.", "kualitasnya bagus, pasti beli lagi."}},
			"en": {[]string{"Works well and very quiet,", "The fridge is roomy and quiet,", "The rice comes out perfect,"}, []string{"and saves electricity.", "great value for a small flat.", "would buy again."}},
			"zh": {[]string{"洗衣機很安靜,", "冷氣很快就涼,", "煮的飯很好吃,"}, []string{"又省電。", "品質很好,會再買。", "小套房剛剛好。"}},
		},
		poor: map[string]saying{
			"id": {[]string{"Suaranya berisik sekali,", "Baru dua minggu sudah rusak,", "Barang tidak sesuai foto,", "AC tidak dingin,"}, []string{"kecewa dengan kualitasnya.", "anak saya tidak bisa tidur.", "warnanya beda jauh.", "minta tukar baru tapi ditolak."}},
			"en": {[]string{"The machine is terribly noisy,", "It broke after two weeks,", "It looks nothing like the photo,"}, []string{"poor quality for the price.", "we cannot sleep at night.", "I want my money back."}},
			"zh": {[]string{"聲音很吵,", "用兩週就壞了,", "跟照片差太多,"}, []string{"品質很差。", "晚上根本睡不著。", "要求換貨還被拒絕。"}},
		},
	},
	{
		good: map[string]saying{
			"id": {[]string{"Harga promo gajian murah banget,", "Dapat voucher potongan harga,"}, []string{"jadi bisa beli dua.", "lebih murah dari toko sebelah."}},
			"en": {[]string{"The payday promotion is great,", "Got a discount voucher,"}, []string{"cheaper than anywhere else.", "so I bought two."}},
			"zh": {[]string{"發薪日優惠很划算,", "拿到折價券,"}, []string{"比別家便宜。", "一次買了兩台。"}},
		},
		poor: map[string]saying{
			"id": {[]string{"Kode promo tidak bisa dipakai,", "Harga naik saat promo,", "Ongkos kirim mahal,"}, []string{"promonya bohong.", "lebih mahal dari toko sebelah.", "batal beli."}},
			"en": {[]string{"The voucher code does not work,", "Prices went up before the promotion,", "Shipping is expensive,"}, []string{"feels like a trick.", "cheaper in the shop next door.", "so I left."}},
			"zh": {[]string{"折扣碼不能用,", "先漲價再打折,", "運費太貴,"}, []string{"感覺被騙。", "別家更便宜。", "只好不買。"}},
		},
	},
	{
		topic: "warranty",
		good: map[string]saying{
			"id": {[]string{"Layanan pelanggan cepat membalas,", "Klaim garansi gampang,"}, []string{"masalah beres hari itu juga.", "petugasnya ramah dan membantu."}},
			"en": {[]string{"Customer service answered at once,", "The warranty claim was easy,"}, []string{"solved the same day.", "friendly and helpful."}},
			"zh": {[]string{"客服回覆很快,", "保固申請很簡單,"}, []string{"當天就解決。", "態度親切。"}},
		},
		poor: map[string]saying{
			"id": {[]string{"Layanan pelanggan tidak membalas chat,", "Klaim garansi dipersulit,", "Sudah tiga kali hubungi layanan pelanggan,"}, []string{"jawabannya cuma template.", "disuruh menunggu terus.", "masalah tidak selesai, kapok."}},
			"en": {[]string{"Customer service never replies,", "They refuse my warranty claim,", "Called support three times,"}, []string{"only copy-and-paste answers.", "always told to wait.", "still not solved."}},
			"zh": {[]string{"客服都不回覆,", "保固申請被刁難,", "聯絡客服三次,"}, []string{"只有罐頭回答。", "一直叫我等。", "問題還是沒解決。"}},
		},
	},
	{
		topic: "payment",
		good: map[string]saying{
			"id": {[]string{"Bayar lewat transfer mudah,", "Pembayaran langsung terkonfirmasi,"}, []string{"tidak sampai satu menit.", "praktis sekali."}},
			"en": {[]string{"Paying by transfer was easy,", "Payment was confirmed at once,"}, []string{"took less than a minute.", "very convenient."}},
			"zh": {[]string{"轉帳付款很方便,", "付款馬上確認,"}, []string{"不到一分鐘。", "很順。"}},
		},
		poor: map[string]saying{
			"id": {[]string{"Pembayaran gagal terus,", "Transfer bank ditolak,", "Saldo terpotong tapi pesanan batal,"}, []string{"uang belum kembali.", "refund lama sekali.", "harus coba tiga kali."}},
			"en": {[]string{"Payment fails every time,", "My bank transfer was declined,", "Money taken but the order was cancelled,"}, []string{"still waiting for the refund.", "had to try three times.", "no refund yet."}},
			"zh": {[]string{"付款一直失敗,", "轉帳被拒絕,", "扣了款訂單卻被取消,"}, []string{"退款太慢了。", "試了三次才成功。", "錢還沒退。"}},
		},
	},
}

// neither is what is said without a feeling.
var neither = map[string]saying{
	"id": {[]string{"Apakah ini tersedia", "Berapa harga yang ukuran besar", "Toko buka sampai jam berapa", "Ada warna putih"}, []string{"di Bandung?", "untuk kirim ke Medan?", "bulan depan?"}},
	"en": {[]string{"Is this available", "What does the large one cost", "Which hours are you open"}, []string{"in Surabaya?", "next month?", "on Sunday?"}},
	"zh": {[]string{"請問有現貨", "大尺寸多少錢,可以送", "門市開到幾點"}, []string{"台北嗎?", "週日嗎?"}},
}

// mood is how somebody feels about what they write: 1, 0 or −1.
type mood int

// words is what a human writes in an act: in their language, about a topic where there is one. The same act has the same words.
func (h *human) words(a *act, topic string, m mood) string {
	language := h.language
	if _, ok := neither[language]; !ok {
		language = "en"
	}
	n := mix(uint64(h.index)<<20 ^ uint64(a.number))
	about := subjects[1+int(n>>40)%(len(subjects)-1)]
	for i := range subjects {
		if topic != "" && subjects[i].topic == topic {
			about = subjects[i]
		}
	}
	if a.fresh && m <= 0 && topic != PainTopic && n%5 < 3 {
		about, m = subjects[freshSubject], -1
	}
	if m == 0 {
		return neither[language].say(n)
	}
	if m > 0 {
		return about.good[language].say(n)
	}
	return about.poor[language].say(n)
}

// liking is the mood of a comment: people write to a brand that they follow, most of them kindly.
func (h *human) liking(a *act) mood {
	if a.value > 0 || (h.index+int(a.number))%2 == 0 {
		return 1
	}
	return moodOf(a.value)
}

func (s saying) say(n uint64) string {
	between := " "
	if first := s.first[0]; first[0] >= 0x80 || s.second[0][0] >= 0x80 { // Chinese
		between = ""
	}
	return s.first[(n>>8&0xffff)%uint64(len(s.first))] + between + s.second[(n>>24&0xffff)%uint64(len(s.second))]
}
