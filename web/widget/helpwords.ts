// The help widget's own few words; articles bring theirs.

const en = {
  help: 'Help', close: 'Close', ask: 'What can we help with?', send: 'Ask', looking: 'Looking…', none: 'We have no answer to that yet. Your question has been noted.', near: 'Perhaps one of these helps:', more: 'Also found:',
  helped: 'Did this help?', yes: 'Yes', no: 'No', thanks: 'Thank you for telling us.', other: 'This article is in another language.', all: 'All articles', window: '(opens in a new window)', offline: 'This could not be reached. Please try again.', often: 'That was tried too often. Please wait a moment, then try again.', shut: 'Help is not open at the moment.',
}
export type HelpWords = typeof en
const id: HelpWords = {
  help: 'Bantuan', close: 'Tutup', ask: 'Apa yang bisa kami bantu?', send: 'Tanya', looking: 'Mencari…', none: 'Kami belum punya jawabannya. Pertanyaan Anda sudah dicatat.', near: 'Mungkin salah satu ini membantu:', more: 'Juga ditemukan:',
  helped: 'Apakah ini membantu?', yes: 'Ya', no: 'Tidak', thanks: 'Terima kasih atas masukan Anda.', other: 'Artikel ini dalam bahasa lain.', all: 'Semua artikel', window: '(dibuka di jendela baru)', offline: 'Tidak dapat terhubung. Silakan coba lagi.', often: 'Terlalu sering dicoba. Tunggu sebentar, lalu coba lagi.', shut: 'Bantuan sedang tidak tersedia.',
}
const hant: HelpWords = {
  help: '說明', close: '關閉', ask: '需要什麼協助？', send: '提問', looking: '正在尋找…', none: '目前還沒有答案，您的問題已記錄下來。', near: '也許這些文章有幫助：', more: '其他相關文章：',
  helped: '這篇文章有幫助嗎？', yes: '有', no: '沒有', thanks: '感謝您的回覆。', other: '這篇文章以其他語言撰寫。', all: '所有文章', window: '（在新視窗開啟）', offline: '無法連線，請再試一次。', often: '嘗試次數過多，請稍候再試。', shut: '說明目前未開放。',
}
const hans: HelpWords = {
  help: '帮助', close: '关闭', ask: '需要什么帮助？', send: '提问', looking: '正在查找…', none: '目前还没有答案，您的问题已记录下来。', near: '也许这些文章有帮助：', more: '其他相关文章：',
  helped: '这篇文章有帮助吗？', yes: '有', no: '没有', thanks: '感谢您的反馈。', other: '这篇文章以其他语言撰写。', all: '所有文章', window: '（在新窗口打开）', offline: '无法连接，请再试一次。', often: '尝试次数过多，请稍候再试。', shut: '帮助目前未开放。',
}
const ar: HelpWords = {
  help: 'مساعدة', close: 'إغلاق', ask: 'كيف يمكننا مساعدتك؟', send: 'اسأل', looking: 'جارٍ البحث…', none: 'ليس لدينا جواب عن ذلك بعد. لقد سجّلنا سؤالك.', near: 'ربما يفيدك أحد هذه المقالات:', more: 'وجدنا أيضًا:',
  helped: 'هل أفادك هذا؟', yes: 'نعم', no: 'لا', thanks: 'شكرًا على إخبارنا.', other: 'هذا المقال بلغة أخرى.', all: 'كل المقالات', window: '(يُفتح في نافذة جديدة)', offline: 'تعذّر الاتصال. حاول مرة أخرى.', often: 'محاولات كثيرة. انتظر قليلًا ثم حاول مرة أخرى.', shut: 'المساعدة غير متاحة الآن.',
}

/** The words nearest to the first language that there are any in. */
export function helpWords(languages: readonly string[]): { words: HelpWords; language: string } {
  const known: Record<string, HelpWords> = { en, id, ms: id, zh: hans, ar }
  for (const tag of languages) {
    const low = tag.toLowerCase()
    if (/^zh-(hant|tw|hk|mo)/.test(low)) return { words: hant, language: 'zh-Hant' }
    const words = known[low.slice(0, 2)]
    if (words) return { words, language: low.startsWith('zh') ? 'zh-Hans' : words === id ? 'id' : low.slice(0, 2) }
  }
  return { words: en, language: 'en' }
}
