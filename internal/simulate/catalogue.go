package simulate

// The made-up brand's world: places, names, products, pages. Names of people are put together at random from common
// given names and family names; e-mail addresses are at example.com and telephone numbers under an unassigned prefix.

type place struct {
	city     string
	country  string
	zone     string
	offset   int // hours ahead of UTC; none of these places changes its clocks
	language string
	locale   string
	names    int
}

const (
	namesIndonesian = iota
	namesChinese
	namesMixed
)

var places = []place{
	{"Jakarta", "ID", "Asia/Jakarta", 7, "id", "id-ID", namesIndonesian},
	{"Bandung", "ID", "Asia/Jakarta", 7, "id", "id-ID", namesIndonesian},
	{"Surabaya", "ID", "Asia/Jakarta", 7, "id", "id-ID", namesIndonesian},
	{"Medan", "ID", "Asia/Jakarta", 7, "id", "id-ID", namesMixed},
	{"Semarang", "ID", "Asia/Jakarta", 7, "id", "id-ID", namesIndonesian},
	{"Makassar", "ID", "Asia/Makassar", 8, "id", "id-ID", namesIndonesian},
	{"Denpasar", "ID", "Asia/Makassar", 8, "id", "id-ID", namesIndonesian},
	{"Jayapura", "ID", "Asia/Jayapura", 9, "id", "id-ID", namesIndonesian},
	{"Singapore", "SG", "Asia/Singapore", 8, "en", "en-SG", namesMixed},
	{"Kuala Lumpur", "MY", "Asia/Kuala_Lumpur", 8, "en", "en-MY", namesMixed},
	{"Taipei", "TW", "Asia/Taipei", 8, "zh", "zh-TW", namesChinese},
}

var placeWeights = []float64{30, 12, 12, 7, 6, 6, 5, 2, 6, 6, 8}

var namesFemale = [][]string{
	{"Siti", "Dewi", "Ayu", "Putri", "Rina", "Indah", "Wulan", "Fitri", "Lestari", "Nur", "Ratna", "Maya", "Yuni", "Sari", "Intan", "Citra"},
	{"Mei-Ling", "Shu-Fen", "Ya-Ting", "Yi-Chun", "Hui-Min", "Pei-Shan", "Chia-Ying", "Xin-Yi", "Li-Hua", "Wan-Ru"},
	{"Aisyah", "Grace", "Michelle", "Siew Ling", "Priya", "Nurul", "Jessica", "Hui Min", "Farah", "Amanda", "Kavita", "Melati"},
}

var namesMale = [][]string{
	{"Budi", "Agus", "Rizky", "Andi", "Dimas", "Hendra", "Joko", "Bayu", "Eko", "Fajar", "Arif", "Wahyu", "Yusuf", "Galih", "Putra", "Rudi"},
	{"Chih-Ming", "Chun-Hung", "Wei-Lun", "Po-Han", "Yu-Hsiang", "Kuan-Ting", "Jun-Jie", "Zong-Han", "Cheng-En", "Ming-Hao"},
	{"Daniel", "Ahmad", "Wei Jie", "Arjun", "Hafiz", "Kevin", "Jun Wei", "Ravi", "Marcus", "Faisal", "Ryan", "Imran"},
}

var namesFamily = [][]string{
	{"Santoso", "Wijaya", "Pratama", "Hidayat", "Saputra", "Kusuma", "Nugroho", "Setiawan", "Utami", "Rahayu", "Permata", "Anggraini", "Siregar", "Purnomo", "Hartono", "Gunawan"},
	{"Chen", "Lin", "Huang", "Chang", "Li", "Wang", "Wu", "Liu", "Tsai", "Yang", "Hsu", "Cheng"},
	{"Tan", "Lim", "Rahman", "Lee", "Abdullah", "Ng", "Kumar", "Wong", "Ismail", "Goh", "Nair", "Simanjuntak"},
}

var banks = []string{"Bank Nusantara", "Bank Merapi", PainBank, "Bank Rinjani", "Bank Cendana"}

var bankWeights = []float64{28, 22, 20, 17, 13}

type product struct {
	id       string
	name     string
	category int
	price    int64 // rupiah
}

var categories = []string{PainCategory, "refrigerator", "washing machine", "rice cooker", "fan", "water purifier", "vacuum cleaner", "oven"}

var categoryWeights = []float64{20, 14, 15, 17, 13, 8, 7, 6}

var products = []product{
	{"AC-05", "Sejuk 0.5 PK", 0, 3_150_000},
	{"AC-10", "Sejuk 1 PK", 0, 3_990_000},
	{"AC-15", "Sejuk Inverter 1.5 PK", 0, 6_450_000},
	{"AC-20", "Sejuk Inverter 2 PK", 0, 8_250_000},
	{"RF-18", "Beku 180 L", 1, 2_790_000},
	{"RF-25", "Beku 250 L", 1, 4_290_000},
	{"RF-42", "Beku Side-by-Side 420 L", 1, 9_890_000},
	{"WM-07", "Bersih Top 7 kg", 2, 2_350_000},
	{"WM-08", "Bersih Front 8 kg", 2, 5_190_000},
	{"WM-10", "Bersih Front 10 kg", 2, 6_990_000},
	{"RC-10", "Pulen 1 L", 3, 349_000},
	{"RC-18", "Pulen 1.8 L", 3, 549_000},
	{"RC-IH", "Pulen Induction 1.8 L", 3, 1_890_000},
	{"FN-12", "Angin Desk 12 in", 4, 279_000},
	{"FN-16", "Angin Stand 16 in", 4, 429_000},
	{"FN-DC", "Angin DC", 4, 899_000},
	{"WP-03", "Jernih 3-stage", 5, 1_290_000},
	{"WP-RO", "Jernih RO", 5, 3_690_000},
	{"VC-10", "Kilat Stick", 6, 1_590_000},
	{"VC-RB", "Kilat Robot", 6, 3_990_000},
	{"OV-20", "Hangat 20 L", 7, 699_000},
	{"OV-42", "Hangat 42 L", 7, 1_790_000},
}

// categoryStart[c] is the first product of category c; a category's products are a run of the list.
var categoryStart = []int{0, 4, 7, 10, 13, 16, 18, 20, 22}

type page struct{ path, title string }

const (
	pageHome = iota
	pageCategory
	pageSearch
	pageBlog
	pageHelp
	pageStores
	pagePromo
)

var pages = []page{
	{"/", "Home"},
	{"/c/", "Category"},
	{"/search", "Search"},
	{"/blog/save-energy", "Five ways to save energy"},
	{"/help", "Help"},
	{"/stores", "Our shops"},
	{"/promo", "Promotions"},
}

var posts = []string{"ac-cleaning-tips", "new-inverter", "customer-story", "quiz-week", "promo-payday"}

var campaigns = []string{"payday", "rainy-season", "back-to-school", "clearance", "ramadan"}

var topics = []string{PainTopic, "delivery", "payment", "warranty", "product advice"}

var stores = []string{"Jakarta Selatan", "Bandung Dago", "Surabaya Timur", "Medan Kota", "Makassar Panakkukang", "Taipei Xinyi"}
