package simulate

import (
	"jejak/internal/help"
	"jejak/internal/voice/theme"
)

// Themes are what the simulated brand's team named in what customers say, in the words of three languages.
func Themes() []theme.Theme {
	return []theme.Theme{
		{Name: "Delivery", Owner: "Logistics", Rule: theme.Rule{Any: []string{"pengiriman", "kurir", "paket", "resi", "delivery", "courier", "parcel", "送貨", "快遞", "包裹"}}},
		{Name: "New version of the app", Owner: "Product", Rule: theme.Rule{Any: []string{"update aplikasi", "aplikasi baru", "update kemarin", "app update", "new app", "updating the app", "新版App", "App更新", "上次更新"}}},
		{Name: "Installation", Owner: "Service", Rule: theme.Rule{Any: []string{"teknisi", "pemasangan", "installer", "installation", "安裝"}}},
		{Name: "Payment and refunds", Owner: "Finance", Rule: theme.Rule{Any: []string{"pembayaran", "transfer bank", "saldo", "refund", "payment", "bank transfer", "money taken", "付款", "轉帳", "退款"}}},
	}
}

// HelpAddress is the address of the simulated brand's help page.
const HelpAddress = "nusa-home"

// Articles are the simulated brand's prepared answers.
func Articles() []help.Article {
	return []help.Article{
		{Kind: "article", Published: true, First: "id", Owner: "Service", Texts: map[string]help.Text{
			"id": {
				Title: "Bagaimana menjadwalkan pemasangan AC?", Words: "teknisi jadwal pasang",
				Body: "Setelah membayar, buka **Pesanan saya** dan pilih tanggal serta jam pemasangan.\n\n- Teknisi menelepon satu jam sebelum tiba.\n- Jadwal dapat diubah sampai pukul 18.00 sehari sebelumnya.\n- Pipa sampai 3 meter sudah termasuk.",
			},
			"en": {
				Title: "How do I book the installation of an air conditioner?", Words: "installer appointment schedule fitting",
				Body: "When you have paid, open **My orders** and choose a day and an hour.\n\n- The installer calls an hour before arriving.\n- You can change the appointment until 6 pm of the day before.\n- Up to 3 metres of pipe are included.",
			},
			"zh-Hant": {
				Title: "如何預約冷氣安裝？", Words: "師傅 時間 預約",
				Body: "付款後，在**我的訂單**中選擇安裝日期與時段。\n\n- 師傅到達前一小時會先來電。\n- 前一天下午六點前可更改時間。\n- 費用已含 3 公尺以內的銅管。",
			},
		}},
		{Kind: "faq", Published: true, First: "id", Owner: "Finance", Texts: map[string]help.Text{
			"id":      {Title: "Transfer bank saya gagal. Apa yang harus dilakukan?", Words: "pembayaran ditolak saldo terpotong", Body: "Tunggu 10 menit, lalu buka pesanan dan pilih **Bayar lagi**. Bila saldo sudah terpotong, bank mengembalikannya dalam dua hari kerja. Kartu dan dompet digital tetap dapat dipakai."},
			"en":      {Title: "My bank transfer failed. What can I do?", Words: "payment declined money taken", Body: "Wait ten minutes, then open the order and choose **Pay again**. If the money was taken, your bank returns it within two working days. Cards and wallets work meanwhile."},
			"zh-Hant": {Title: "銀行轉帳失敗怎麼辦？", Words: "付款 扣款", Body: "請稍候十分鐘，再開啟訂單並選擇**再次付款**。若已扣款，銀行會在兩個工作天內退回。期間仍可使用信用卡或電子錢包。"},
		}},
		{Kind: "faq", Published: true, First: "id", Owner: "Service", Texts: map[string]help.Text{
			"id":      {Title: "Berapa lama garansinya?", Words: "klaim rusak servis", Body: "Satu tahun untuk semua produk, tiga tahun untuk kompresor. Simpan nomor pesanan: itu sudah cukup untuk klaim."},
			"en":      {Title: "How long is the warranty?", Words: "claim broken repair guarantee", Body: "One year for every product, three years for compressors. Keep the number of your order: a claim needs nothing else."},
			"zh-Hant": {Title: "保固期多久？", Words: "維修 故障 申請", Body: "所有商品保固一年，壓縮機三年。申請時只需提供訂單編號。"},
		}},
		{Kind: "article", First: "en", Owner: "Product", Texts: map[string]help.Text{
			"en": {Title: "I cannot sign in since the update", Words: "login password white screen crash", Body: "Draft: product has to confirm which versions are affected."},
		}},
	}
}

// Question is something that visitors asked the help page, and that no article answered.
type Question struct {
	Text, Language string
	Times          int
}

// Questions are what the simulated brand's customers asked in vain.
func Questions() []Question {
	return []Question{
		{"Bisa cicilan tanpa kartu kredit?", "id", 14},
		{"Can old machines be picked up?", "en", 4},
		{"可以貨到刷卡嗎？", "zh-Hant", 3},
	}
}
