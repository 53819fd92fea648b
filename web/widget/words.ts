// The widget's own few words; what a survey asks comes from the survey. {n} and {m} are numbers.

const en = {
  next: 'Next', back: 'Back', skip: 'Skip', send: 'Send', close: 'Close', survey: 'A question for you', step: 'Question {n} of {m}', score: '{n} of {m}',
  must: 'This question needs an answer.', rest: 'Something is still missing here.', other: 'Something else', which: 'What would that be?', many: 'You can choose several.', agree: 'I agree', public: 'This may be shown in public.', words: 'Tell us more', short: 'In a few words',
  thanks: 'Thank you for your answer.', twice: 'This was answered already. Thank you.', gone: 'This survey is not open any more.', wait: 'Not sent yet. Your answers are kept, and sent as soon as there is a connection.', sending: 'Sending…', broken: 'This answer could not be taken. Please change it and send again.', retry: 'Try again', offline: 'There is no connection right now.', language: 'Language', required: 'must be answered',
}
export type Words = typeof en
const id: Words = {
  next: 'Lanjut', back: 'Kembali', skip: 'Lewati', send: 'Kirim', close: 'Tutup', survey: 'Satu pertanyaan untuk Anda', step: 'Pertanyaan {n} dari {m}', score: '{n} dari {m}',
  must: 'Pertanyaan ini perlu dijawab.', rest: 'Masih ada yang belum diisi di sini.', other: 'Lainnya', which: 'Apa itu?', many: 'Boleh pilih lebih dari satu.', agree: 'Saya setuju', public: 'Boleh ditampilkan untuk umum.', words: 'Ceritakan lebih banyak', short: 'Secara singkat',
  thanks: 'Terima kasih atas jawaban Anda.', twice: 'Ini sudah pernah dijawab. Terima kasih.', gone: 'Survei ini sudah ditutup.', wait: 'Belum terkirim. Jawaban Anda tersimpan dan akan dikirim begitu ada koneksi.', sending: 'Mengirim…', broken: 'Jawaban ini tidak dapat diterima. Ubah lalu kirim lagi.', retry: 'Coba lagi', offline: 'Sedang tidak ada koneksi.', language: 'Bahasa', required: 'wajib dijawab',
}
const hant: Words = {
  next: '下一題', back: '上一題', skip: '略過', send: '送出', close: '關閉', survey: '想請教您一個問題', step: '第 {n} 題，共 {m} 題', score: '{n} 分，滿分 {m} 分',
  must: '這一題需要回答。', rest: '這裡還有沒填的項目。', other: '其他', which: '請說明', many: '可以複選。', agree: '我同意', public: '可以公開顯示。', words: '說說您的想法', short: '一句話總結',
  thanks: '謝謝您的回答。', twice: '這份問卷已經填過了，謝謝您。', gone: '這份問卷已經結束。', wait: '尚未送出。您的回答已保留，恢復連線後會立即送出。', sending: '正在送出…', broken: '無法接受這個回答，請修改後再送出。', retry: '再試一次', offline: '目前沒有網路連線。', language: '語言', required: '必填',
}
const hans: Words = {
  next: '下一题', back: '上一题', skip: '跳过', send: '提交', close: '关闭', survey: '想请教您一个问题', step: '第 {n} 题，共 {m} 题', score: '{n} 分，满分 {m} 分',
  must: '这一题需要回答。', rest: '这里还有没填的项目。', other: '其他', which: '请说明', many: '可以多选。', agree: '我同意', public: '可以公开显示。', words: '说说您的想法', short: '一句话总结',
  thanks: '谢谢您的回答。', twice: '这份问卷已经填过了，谢谢您。', gone: '这份问卷已经结束。', wait: '尚未提交。您的回答已保留，恢复连接后会立即提交。', sending: '正在提交…', broken: '无法接受这个回答，请修改后再提交。', retry: '再试一次', offline: '目前没有网络连接。', language: '语言', required: '必填',
}
const ar: Words = {
  next: 'التالي', back: 'السابق', skip: 'تخطٍّ', send: 'إرسال', close: 'إغلاق', survey: 'سؤال لك', step: 'السؤال {n} من {m}', score: '{n} من {m}',
  must: 'هذا السؤال يحتاج إلى إجابة.', rest: 'ما زال هنا شيء ناقص.', other: 'شيء آخر', which: 'ما هو؟', many: 'يمكنك اختيار أكثر من إجابة.', agree: 'أوافق', public: 'يمكن عرض هذا للجميع.', words: 'أخبرنا بالمزيد', short: 'باختصار',
  thanks: 'شكرًا على إجابتك.', twice: 'تمت الإجابة عن هذا من قبل. شكرًا لك.', gone: 'هذا الاستبيان لم يعد متاحًا.', wait: 'لم تُرسل بعد. إجاباتك محفوظة وستُرسل فور عودة الاتصال.', sending: 'جارٍ الإرسال…', broken: 'تعذّر قبول هذه الإجابة. عدّلها ثم أرسلها مرة أخرى.', retry: 'حاول مرة أخرى', offline: 'لا يوجد اتصال الآن.', language: 'اللغة', required: 'إجابة مطلوبة',
}

/** The words nearest to a language. */
export function wordsOf(language: string): Words {
  const tag = language.toLowerCase()
  if (/^zh-(hant|tw|hk|mo)/.test(tag)) return hant
  const found: Record<string, Words> = { id, ms: id, zh: hans, ar }
  return found[tag.slice(0, 2)] ?? en
}

export const say = (text: string, n: number, m: number) => text.replace('{n}', String(n)).replace('{m}', String(m))

export const dirOf = (language: string) => (/^(ar|he|fa|ur)/.test(language) ? 'rtl' : 'ltr')
