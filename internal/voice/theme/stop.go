package theme

import (
	"strings"
	"unicode/utf8"
)

// Telling reports of a term whether it says something by itself: words of at least three letters and pairs of characters, without
// the function words of any language, and without numbers.
func Telling() func(term string) bool {
	stop := map[string]bool{}
	for _, language := range []string{"id", "en", "zh", "ar"} {
		for word := range stopWords(language) {
			stop[word] = true
		}
	}
	return func(term string) bool {
		first, size := utf8.DecodeRuneInString(term)
		switch {
		case stop[term], strings.Trim(term, "0123456789") == "":
			return false
		case isDense(first):
			last, _ := utf8.DecodeLastRuneInString(term)
			return size < len(term) && !stop[string(first)] && !stop[string(last)]
		}
		return utf8.RuneCountInString(term) >= 3
	}
}

// stopWords are words that a phrase neither begins nor ends with: they say nothing by themselves. Of Chinese they are characters.
func stopWords(language string) map[string]bool {
	list := ""
	switch language {
	case "id":
		list = `yang dan di ke dari untuk dengan ini itu ada adalah saya aku kami kita dia mereka anda kamu nya juga sudah sdh udah belum akan bisa
		tidak tak ga gak nggak enggak bukan jangan pada dalam oleh karena krn jadi kalau kalo kl tapi tetapi namun atau seperti sangat sekali banget bgt lebih
		paling saja aja lagi lg masih hanya cuma pun lah kok sih deh dong ya yg dgn utk tdk sm sama dr kpd kepada agar supaya saat ketika waktu sebelum setelah
		apa siapa kapan mana bagaimana gimana kenapa mengapa para semua setiap tiap hal buat bikin sampai hingga terlalu cukup agak kurang mau ingin harus perlu
		dapat telah lalu kemudian sehingga bila jika maka hari tolong mohon min kak gan sis pak bu mas mbak jd dah tp dpt bs nih tuh loh si se per tetap malah terus`
	case "en":
		list = `the a an and or but if then of to in on at by for with from as is are was were be been being am it its this that these those i me my
		we us our you your he him his she her they them their there here what which who whom when where why how do does did done have has had having
		will would can could should may might must not no nor so too very just only also than about into over after before again more most some any all each
		such own same other out up down off now get got go going one much many really still even ever never always im ive dont didnt isnt cant wont youre thats
		because while until during between both few s t u`
	case "zh":
		list = `的 了 是 我 在 很 也 都 就 不 有 和 与 與 這 这 那 你 他 她 它 们 們 个 個 一 着 著 吧 吗 嗎 呢 啊 呀 哦 還 还 又 再 才 被 把 给 給 让 讓 对 對 从 從 到 去 来 來
		上 下 里 裡 裏 中 没 沒 要 会 會 能 可 以 得 地 过 過 之 而 但 且 或 如 果 所 为 為 因 此 什 么 麼 怎 样 樣 次 些 最 更 太 真 好 说 說 等 该 該 每 只 已 经 經 两 兩`
	case "ar":
		list = `في من على الى إلى عن مع هذا هذه ذلك التي الذي ما لا لم لن ان أن إن كان كانت هو هي انا أنا نحن هم و او أو ثم كل بعد قبل عند قد يا بس مش مو`
	}
	words := map[string]bool{}
	for _, w := range strings.Fields(list) {
		words[w] = true
	}
	return words
}
