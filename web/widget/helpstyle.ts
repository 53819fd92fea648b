/** What the help panel draws with besides the looks that it shares with surveys. */
export const helpCss = `
h3{font-weight:640;font-size:1.0625em;line-height:1.35}
h4,h5{font-weight:600}
:is(h2,h3,p):focus-visible{outline:0}
.top h2{flex:1}
.card>form{gap:6px}
.card>form>label{font-size:.9375em}
.ask{display:flex;gap:8px}
.ask .line{flex:1;min-width:0}
.ask .go,.said button{min-height:42px;padding:0 16px;border-radius:var(--r);border:1px solid var(--l);background:none;cursor:pointer;font-weight:560}
.ask .go{background:var(--a);border-color:var(--a);color:var(--on)}
.out{display:grid;gap:14px;min-width:0}
.out:empty{display:none}
.out[aria-busy]{opacity:.5}
article{display:grid;gap:10px;min-width:0}
article :is(ul,ol){padding-inline-start:1.3em;display:grid;gap:4px}
article pre{overflow:auto;padding:10px;border:1px solid var(--s);border-radius:var(--r)}
article :is(code,pre){font-family:ui-monospace,monospace;font-size:.9375em}
article table{border-collapse:collapse;display:block;overflow:auto}
article :is(td,th){border:1px solid var(--l);padding:4px 8px;text-align:start}
article th,strong,b{font-weight:640}
em,i{font-style:italic}
article blockquote{border-inline-start:3px solid var(--l);padding-inline-start:10px}
article img{max-width:100%;height:auto}
a,.hit{color:var(--link);text-decoration:underline;cursor:pointer}
.hits{list-style:none;padding:0;display:grid;gap:2px}
.hit{background:none;border:0;padding:6px 0;text-align:start;min-height:32px}
.said{display:flex;flex-wrap:wrap;gap:8px;align-items:center;border-top:1px solid var(--s);padding-top:12px}
.said span{flex:1 1 8em}
:host{--link:#0b6e63}
@media (prefers-color-scheme:dark){:host(:not([data-light])){--link:#5cc4b5}}
:host([data-dark]){--link:#5cc4b5}
.opener{position:fixed;z-index:2147482999;inset-block-end:16px;inset-inline-end:16px;min-height:48px;padding:0 18px 0 14px;display:flex;align-items:center;gap:8px;border:1px solid var(--s);border-radius:24px;background:var(--a);color:var(--on);font-weight:600;cursor:pointer;box-shadow:0 1px 3px rgba(0,0,0,.14),0 6px 20px rgba(0,0,0,.2)}
.opener[data-at=left]{inset-inline:16px auto}
.opener:focus-visible{border-radius:24px}
dialog.site::backdrop{background:transparent}
@media (max-width:480px){dialog.site,dialog.site[data-at=left]{inset:auto 0 0;width:100vw;max-height:88dvh;border-end-start-radius:0;border-end-end-radius:0}.site>.card{border-end-start-radius:0;border-end-end-radius:0}}
`
