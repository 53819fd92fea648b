import type { Theme } from './shapes'

const css = `
:host{all:initial;--a:#0b6e63;--on:#fff;--b:#fff;--t:#1f2321;--r:10px;display:block;font:400 16px/1.45 system-ui,-apple-system,"Segoe UI",Roboto,"Noto Sans",sans-serif;color-scheme:light}
@media (prefers-color-scheme:dark){:host(:not([data-light])){--b:#181c1c;--t:#e8eae8;color-scheme:dark}}
:host([data-dark]){--b:#181c1c;--t:#e8eae8;color-scheme:dark}
*{box-sizing:border-box;margin:0;font:inherit;color:inherit;letter-spacing:inherit}
[hidden]{display:none!important}
dialog{border:0;padding:0;max-width:none;max-height:none;background:none;inset:auto}
.card{--q:color-mix(in srgb,var(--t) 68%,var(--b));--l:color-mix(in srgb,var(--t) 54%,var(--b));--s:color-mix(in srgb,var(--t) 13%,var(--b));--h:color-mix(in srgb,var(--a) 12%,var(--b));background:var(--b);color:var(--t);border-radius:calc(var(--r)*1.4);padding:18px;display:grid;gap:14px;text-align:start;overflow-wrap:anywhere;container-type:inline-size}
.top{display:flex;align-items:center;gap:12px;min-height:28px}
.logo{height:24px;max-width:140px;object-fit:contain}
.bar{flex:1;height:4px;border-radius:4px;background:var(--s);overflow:hidden}
.bar i{display:block;height:100%;border-radius:4px;background:var(--a);transition:width .25s}
.x{margin-inline-start:auto;width:32px;height:32px;display:grid;place-items:center;border:0;border-radius:8px;background:none;cursor:pointer;color:var(--q)}
svg{width:20px;height:20px;fill:none;stroke:currentColor;stroke-width:1.7;stroke-linecap:round;stroke-linejoin:round}
form,fieldset{display:grid;gap:14px;min-width:0;border:0;padding:0}
h2,legend{font-weight:640;font-size:1.0625em;line-height:1.35;outline:0;padding:0}
.help,small{color:var(--q);font-size:.875em;white-space:pre-line}
legend{margin-bottom:12px}legend+.help{margin-top:-8px}
.must{color:var(--q);font-weight:400}
.stack{display:grid;gap:8px}
.scale{display:grid;gap:5px}
.s11{grid-template-columns:repeat(11,minmax(0,1fr))}.s5{grid-template-columns:repeat(5,minmax(0,1fr))}.s7{grid-template-columns:repeat(7,minmax(0,1fr))}
.scale span,.pills span{display:grid;place-items:center;min-height:42px;border:1px solid var(--l);border-radius:var(--r);cursor:pointer;font-variant-numeric:tabular-nums}
.s5 span{padding:8px 0;gap:1px}.s5 svg{width:30px;height:30px;stroke-width:1.5}.s5 b{font-size:.8125em;font-weight:400}
.scale b{font-weight:500}
label{position:relative;display:block}
.scale input,.pills input,.stars input{position:absolute;inset:0;width:100%;height:100%;opacity:0;cursor:pointer}
label:hover>span{border-color:var(--t);background:var(--h)}
:checked+span{background:var(--a);border-color:var(--a);color:var(--on)}
label:hover>:checked+span{background:var(--a)}
.pick>:checked+span,label.pick:hover>:checked+span{background:none;color:inherit}
:focus-visible,:focus-visible+span,:focus-visible+svg{outline:2px solid var(--t);outline-offset:2px;border-radius:var(--r)}
h2:focus-visible,legend:focus-visible{outline:0}
.ends{display:flex;justify-content:space-between;gap:20px;color:var(--q);font-size:.8125em;margin-top:6px}
.ends :last-child{text-align:end}
.stars{display:flex;flex-wrap:wrap;gap:2px}
.stars svg{display:block;width:38px;height:38px;padding:4px;stroke:var(--l);stroke-width:1.3;transition:fill .12s}
.lit svg{fill:var(--a);stroke:var(--a)}
.pick{display:flex;gap:10px;align-items:flex-start;padding:10px 12px;border:1px solid var(--l);border-radius:var(--r);cursor:pointer}
.pick:hover,.pick:has(:checked){background:var(--h);border-color:var(--t)}
.pick input{accent-color:var(--a);width:18px;height:18px;margin-top:.15em;flex:none}
.row{gap:0}.row legend{margin-bottom:6px;font-size:.9375em;font-weight:500}
.pills{display:flex;flex-wrap:wrap;gap:5px}
.pills label{flex:1 1 auto}
.pills span{min-height:36px;padding:4px 10px;font-size:.875em;text-align:center}
textarea,.line,select{width:100%;padding:9px 11px;background:var(--b);border:1px solid var(--l);border-radius:var(--r)}
textarea{resize:vertical;min-height:86px}
::placeholder{color:var(--q);opacity:1}
.foot{display:flex;gap:8px;align-items:center;justify-content:flex-end}
.foot button,.again{min-height:40px;padding:0 18px;border-radius:var(--r);border:1px solid var(--l);background:none;cursor:pointer;font-weight:560}
.foot .go{background:var(--a);border-color:var(--a);color:var(--on)}
.foot button:hover{filter:brightness(.94)}
select{width:auto;max-width:60%;margin-inline-end:auto;font-size:.875em;padding:6px 8px}
.fault{border-inline-start:3px solid var(--a);padding-inline-start:10px;font-size:.9375em}
.end{padding:14px 6px;display:grid;gap:10px;justify-items:center;text-align:center}
.end svg{width:44px;height:44px;color:var(--a)}
.trap{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%)}
.site{position:fixed;z-index:2147483000;width:min(392px,calc(100vw - 24px));max-height:calc(100dvh - 24px);overflow:auto;inset-block-end:12px;inset-inline-end:12px;border-radius:calc(var(--r)*1.4);box-shadow:0 1px 3px rgba(0,0,0,.14),0 12px 40px rgba(0,0,0,.24);animation:up .28s}
.site>.card{border:1px solid var(--s)}
.site[data-at=left]{inset-inline:12px auto}
.site.high{inset-block:12px auto}.site.off{visibility:hidden}
.site[data-at=center]{inset:0;margin:auto;height:fit-content;width:min(480px,calc(100vw - 24px))}
.site::backdrop{background:rgba(0,0,0,.42)}
.page{min-height:100dvh;display:grid;align-content:start;justify-items:center;padding:clamp(8px,6vh,72px) 12px 24px;background:color-mix(in srgb,var(--t) 5%,var(--b))}
.page>.card{width:min(620px,100%);padding:clamp(18px,4vw,32px);border:1px solid var(--s)}
.page h2,.page .card>form>fieldset>legend{font-size:1.25em}
@keyframes up{from{opacity:0;transform:translateY(14px)}}
@container (max-width:380px){.s11{grid-template-columns:repeat(6,minmax(0,1fr))}}
@media (prefers-reduced-motion:reduce){*{animation:none!important;transition:none!important}}
@media (forced-colors:active){:checked+span{outline:3px solid Highlight}.lit svg{fill:Highlight}}
`

const COLOUR = /^#[0-9a-f]{6}$/i

/** Black or white, whichever is easier to read on a colour (WCAG 2.2, relative luminance). */
export function inkOn(colour: string): string {
  const [r, g, b] = [1, 3, 5].map((i) => parseInt(colour.slice(i, i + 2), 16) / 255).map((c) => (c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4))
  return 0.2126 * r! + 0.7152 * g! + 0.0722 * b! > 0.179 ? '#000' : '#fff'
}

/** Gives a shadow root its looks. Sheets that a script makes and adopts are allowed under a strict content security policy; style elements are not. */
export function dress(root: ShadowRoot, theme: Theme = {}, more = ''): void {
  const sheet = new CSSStyleSheet()
  sheet.replaceSync(css + more)
  root.adoptedStyleSheets = [sheet]
  const host = (root.host as HTMLElement).style
  const put = (name: string, value: string | undefined) => value && COLOUR.test(value) && host.setProperty(name, value)
  put('--a', theme.accent)
  put('--on', theme.accent && COLOUR.test(theme.accent) ? (inkOn(theme.accent) === '#000' ? '#000000' : '#ffffff') : undefined)
  // A ground of its own holds by day and night, so its text has to come with it.
  if (theme.background && COLOUR.test(theme.background)) {
    host.setProperty('--b', theme.background)
    host.setProperty('--t', theme.text && COLOUR.test(theme.text) ? theme.text : inkOn(theme.background))
    host.setProperty('color-scheme', inkOn(theme.background) === '#000' ? 'light' : 'dark')
  }
  if (theme.radius !== undefined) host.setProperty('--r', `${Math.min(24, Math.max(0, theme.radius))}px`)
}
