import { createHash } from 'node:crypto';

/**
 * The style of all pages. Sizes are in rem, so that a reader's own type size and zoom apply, and nothing has a fixed width. The colours are
 * those of the kiosk's screens.
 */
export const STYLE = `@font-face{font-family:Atkinson;src:url(/c/atkinson.woff2) format("woff2");font-weight:200 800;font-display:swap}
:root{color-scheme:light dark;--ground:#f3f6f1;--paper:#fff;--ink:#0f1f19;--ink2:#35463e;--edge:#66776f;--touch:#00573f;--on:#fff;--bar:#00573f;--tint:#ddeee3;--off:#e3e9e3;--hair:#cbd6ce}
@media (prefers-color-scheme:dark){:root{--ground:#0c1712;--paper:#16251e;--ink:#f3f6f1;--ink2:#c3d0c9;--edge:#82968c;--touch:#7fddb2;--on:#06140e;--bar:#003b2b;--tint:#1f3a2e;--off:#111d18;--hair:#2e4038}}
*{box-sizing:border-box}
html{-webkit-text-size-adjust:100%}
body{margin:0;min-height:100vh;display:flex;flex-direction:column;background:var(--ground);color:var(--ink);font:500 1.125rem/1.4 Atkinson,-apple-system,Roboto,"Segoe UI",Helvetica,Arial,sans-serif;font-variant-numeric:tabular-nums;overflow-wrap:anywhere}
[lang=ur] body{font-family:"Noto Nastaliq Urdu","Noto Naskh Arabic","Geeza Pro","Segoe UI",Tahoma,sans-serif;line-height:2}
header,footer{background:var(--bar);color:#fff}
.in{display:flex;flex-wrap:wrap;gap:.25rem 1rem;align-items:center;justify-content:space-between;max-width:40rem;margin:0 auto;padding:0 1.25rem;min-height:3.5rem}
header a,header b,footer a,footer p{display:inline-flex;align-items:center;gap:.6rem;min-height:3rem;margin:0;color:#fff;font-weight:700;text-decoration:none}
footer a{text-decoration:underline;text-underline-offset:.2em}
.lang{position:relative}
.lang summary{display:flex;align-items:center;gap:.5rem;min-height:3rem;font-weight:700;cursor:pointer;list-style:none}
.lang summary::-webkit-details-marker{display:none}
.lang ul{position:absolute;z-index:1;inset-inline-end:0;min-width:12rem;margin:0;padding:.5rem;list-style:none;background:var(--paper);border:2px solid var(--edge);border-radius:.75rem}
.lang a{display:flex;min-height:3rem;padding:0 .75rem;color:var(--ink)}
main{flex:1;width:100%;max-width:40rem;margin:0 auto;padding:.75rem 1.25rem 2rem}
.steps{display:flex;flex-wrap:wrap;align-items:center;gap:.25rem 1rem;margin:0;color:var(--ink2)}
.steps svg{height:1.4rem;width:auto;fill:var(--touch);stroke:var(--touch);stroke-width:3}
.steps strong{margin-inline-start:auto;color:var(--ink)}
h1{margin:.4rem 0 .75rem;font-size:1.9rem;line-height:1.15;font-weight:750;letter-spacing:-.01em}
[dir=rtl] h1{letter-spacing:0;line-height:1.5}
[lang=ur] h1{line-height:1.9;font-size:1.6rem}
h2{margin:1.4rem 0 .6rem;font-size:1.25rem;line-height:1.3;font-weight:700}
p{margin:0 0 .75rem}
.quiet{color:var(--ink2)}
.said{padding:.75rem 1rem;background:var(--paper);border-inline-start:.5rem solid var(--ink);font-weight:700}
ul.rows{margin:0 0 1rem;padding:0;list-style:none}
.row,.tile,button,.button,input[type=search],input[type=text]{border:2px solid var(--edge);border-radius:.75rem;background:var(--paper);color:var(--ink);font:inherit}
.row{display:flex;align-items:center;gap:.9rem;min-height:4.2rem;margin-bottom:.55rem;padding:.6rem 1rem;text-decoration:none}
.row>span{flex:1;min-width:0}
.row b{display:block;font-size:1.18rem;font-weight:700;line-height:1.25}
.row small{font-size:1rem;color:var(--ink2)}
.row .arch{height:2.6rem;fill:var(--touch);flex:none}
.row .go{width:1.4rem;flex:none;stroke:var(--touch)}
.arch.unlit{fill:none;stroke:var(--edge);stroke-width:3;stroke-linecap:round}
.row .arch.unlit{fill:none}
.row.off{background:var(--off);border-color:var(--off)}
.row .ends{display:flex;flex-wrap:wrap;justify-content:space-between;gap:0 1rem}
.row .ends>b:last-child:not(:first-child){font-size:1.35rem;white-space:nowrap}
.row.off .ends>b:last-child{color:var(--ink2)}
.when{display:flex;align-items:center;gap:.6rem;color:var(--ink2)}
.when span:first-letter{text-transform:uppercase}
.dot{flex:none;width:1.6rem;height:1.6rem;border:3px solid var(--edge);border-radius:50%;background:var(--paper)}
[aria-current=true].row{border:3px solid var(--touch);background:var(--tint)}
[aria-current=true] .dot{border-color:var(--touch);background:var(--touch);box-shadow:inset 0 0 0 .28rem var(--tint)}
svg.go,svg.i{fill:none;stroke:currentColor;stroke-width:2;stroke-linecap:round;stroke-linejoin:round}
svg.i{width:1.5rem;height:1.5rem;flex:none}
[dir=rtl] .turns{transform:scaleX(-1)}
.tiles{display:grid;grid-template-columns:repeat(auto-fill,minmax(6.2rem,1fr));gap:.55rem;margin:0 0 .75rem;padding:0;border:0;list-style:none}
.days{grid-template-columns:repeat(auto-fill,minmax(3.5rem,1fr))}
[dir=rtl] .days{grid-template-columns:repeat(auto-fill,minmax(4.4rem,1fr))}
.tile{display:flex;flex-direction:column;align-items:center;justify-content:center;min-height:3.2rem;padding:.3rem;text-align:center;text-decoration:none;font-weight:700;font-size:1.18rem;cursor:pointer}
.tile small{font-size:1rem;font-weight:500;line-height:1.2}
.tile.off{background:var(--off);border-color:var(--off);color:var(--ink2);cursor:default}
.tile[aria-current]{background:var(--touch);border-color:var(--touch);color:var(--on)}
.hour{position:relative}
.hour input{position:absolute;inset:0;width:100%;height:100%;margin:0;opacity:0;cursor:pointer}
.hour input:checked+.tile{background:var(--touch);border-color:var(--touch);color:var(--on)}
.hour input:checked+.tile:before{content:"✓";margin-inline-end:.2em}
.hour .tile{flex-direction:row;white-space:nowrap}
.hour input:focus-visible+.tile{outline:3px solid var(--ink);outline-offset:2px}
fieldset.turns-for{margin:0 0 .9rem;padding:0;border:0}
.turns-for legend{margin:.9rem 0 .6rem;padding:0;font-size:1.25rem;font-weight:700}
.turns-for .hour{display:block;margin-bottom:.55rem}
.turns-for .tile small{display:block}
.turns-for .tile{display:block;white-space:normal;text-align:start;padding:.6rem 1rem;min-height:3.6rem}
details.more{margin:0 0 .75rem}
details.more>summary{min-height:3rem;padding:.6rem 0;color:var(--touch);font-weight:700;cursor:pointer}
button,.button{display:flex;align-items:center;justify-content:center;gap:.75rem;width:100%;min-height:3.6rem;margin:0 0 .75rem;padding:.6rem 1rem;border-color:var(--touch);color:var(--touch);font-weight:700;font-size:1.25rem;text-align:center;text-decoration:none;cursor:pointer}
button.main,.button.main{background:var(--touch);color:var(--on)}
button.main{justify-content:space-between;text-align:start}
button.main small{display:block;font-size:1.05rem;font-weight:500}
.search{display:flex;gap:.5rem;margin-bottom:.75rem}
.search button{width:auto;margin:0;flex:none}
input[type=search],input[type=text]{width:100%;min-width:0;min-height:3.6rem;padding:.5rem .9rem;border-color:var(--ink)}
input::placeholder{color:var(--ink2);opacity:1}
label.field{display:block;margin:0 0 .4rem;font-weight:700}
input[aria-invalid]{border-width:4px}
input+button.main{margin-top:.9rem}
main a:not([class]){color:var(--touch);font-weight:700;text-underline-offset:.2em}
.without{margin:1.5rem 0 0}
.link{text-align:center}
.link a{display:inline-block;padding:.6rem}
.card{background:var(--paper);padding:1.2rem 1.25rem .6rem;margin-top:.5rem}
.card h2{margin:0}
.time{margin:0;white-space:nowrap;font-size:clamp(2.6rem,16vw,4.6rem);line-height:1.1;font-weight:800;letter-spacing:-.02em}
[dir=rtl] .time{letter-spacing:0}
.torn{display:block;width:100%;height:.8rem;margin-bottom:1rem;fill:var(--paper)}
.code{display:flex;flex-wrap:wrap;gap:1rem;align-items:center;margin-top:.9rem;padding-top:1rem;border-top:2px solid var(--hair)}
.code>div{flex:1;min-width:9rem}
.qr{width:12.5rem;max-width:100%;height:auto;flex:none;margin:-.75rem;background:#fff}
@media (prefers-color-scheme:dark){.qr{margin:0}}
.locator{display:block;font-size:1.7rem;font-weight:800;letter-spacing:.03em}
.bring{margin:0 0 1.2rem;padding:0;list-style:none}
.bring li{display:flex;gap:.9rem;padding:.45rem 0}
.bring li:before{content:"";flex:none;width:1.5rem;height:1.5rem;border:2px solid var(--ink);border-radius:.3rem}
.pair{display:grid;grid-template-columns:repeat(auto-fit,minmax(11rem,1fr));gap:0 .75rem}
.roof{display:block;width:100%;height:1rem;margin-top:1rem;fill:var(--bar);background:var(--ground)}
.hide{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%);white-space:nowrap}
:focus-visible{outline:3px solid var(--ink);outline-offset:2px}
header :focus-visible,footer :focus-visible{outline-color:#ffc93c}
.lang ul :focus-visible{outline-color:var(--ink)}
@media (forced-colors:active){.hour input:checked+.tile,[aria-current].tile{outline:4px solid Highlight}}
@media print{header,footer,.roof,.torn,.noprint,form{display:none}body{background:#fff;color:#000;min-height:0}.card{border:2px solid #000}}
`;

export const STYLE_HASH = `sha256-${createHash('sha256').update(STYLE).digest('base64')}`;
