import { chromium } from "playwright-core";
const base = process.argv[2], path = process.argv[3], out = process.argv[4];
const w = +(process.argv[5]||1440), scheme = process.argv[6]||"light", lang = process.argv[7]||"en";
const b = await chromium.launch({executablePath:"/usr/bin/chromium",args:["--headless","--no-sandbox","--disable-gpu","--disable-quic","--no-first-run","--disable-background-networking","--disable-component-update","--disable-sync"]});
const p = await b.newPage({viewport:{width:w,height:w<500?780:900},colorScheme:scheme,locale:lang});
p.on("console",m=>{ if(m.type()==="error") console.log("console:",m.text())});
await p.goto(base+path); await p.waitForLoadState("load"); await p.waitForTimeout(+(process.argv[8]||6000));
await p.screenshot({path:out}); console.log(p.url(), await p.title()); await b.close();
