/** The style of the sign-in pages resembles that of the staff's pages: a dark bar, green controls, one filled button. */
export const PEOPLE_STYLE = `@font-face{font-family:"Atkinson Hyperlegible Next Variable";src:url(/people.woff2) format("woff2");font-weight:200 800;font-display:swap}
*{box-sizing:border-box}
html{-webkit-text-size-adjust:100%}
body{margin:0;background:#f3f6f1;color:#0f1f19;font:400 18px/1.45 "Atkinson Hyperlegible Next Variable",-apple-system,Roboto,"Segoe UI",Helvetica,Arial,sans-serif}
header{display:flex;flex-wrap:wrap;gap:4px 24px;align-items:center;justify-content:space-between;min-height:64px;padding:8px 24px;background:#0f1f19;color:#fff}
header p{display:flex;gap:12px;align-items:center;margin:0;font-weight:700}
header svg{width:28px;height:32px}
nav{display:flex;flex-wrap:wrap;gap:4px 16px}
nav a{display:inline-flex;align-items:center;min-height:44px;color:#c3d0c9}
nav a[aria-current]{color:#fff;font-weight:700;text-decoration:none}
main{max-width:36rem;margin:0 auto;padding:32px 24px 56px}
h1{font-size:40px;line-height:1.1;font-weight:750;margin:0 0 24px;overflow-wrap:anywhere}
h2{font-size:20px;font-weight:700;margin:32px 0 8px;padding-bottom:8px;border-bottom:2px solid #0f1f19}
p{margin:0 0 16px}
.say{padding:12px 16px;background:#fff;border-left:8px solid #0f1f19;font-weight:700}
label{display:block;margin:0 0 20px;font-weight:600}
input{display:block;width:100%;min-height:52px;margin-top:12px;padding:8px 12px;border:2px solid #66776f;border-radius:8px;background:#fff;color:#0f1f19;font:inherit}
button,.button{display:block;width:100%;min-height:56px;margin:0 0 16px;padding:12px 16px;border:2px solid #00573f;border-radius:8px;background:#fff;color:#00573f;font:inherit;font-weight:700;text-align:center;text-decoration:none;cursor:pointer}
button.main,.button.main{background:#00573f;color:#fff}
a{color:#00573f}
:focus-visible{outline:4px solid #ffc93c;outline-offset:0;box-shadow:0 0 0 8px #0f1f19}
.picture{display:block;width:14rem;height:14rem;margin:0 auto 16px;image-rendering:pixelated;background:#fff}
.key{font-variant-numeric:tabular-nums;overflow-wrap:anywhere}
ul{list-style:none;margin:0 0 24px;padding:0}
li{padding:12px 0;border-bottom:1px solid #cbd6ce}
li b{display:block}
@media (max-width:699px){h1{font-size:32px}main{padding:24px 16px}header{padding:8px 16px;min-height:56px}}
@media (forced-colors:active){:focus-visible{outline-color:Highlight}}
`;
