import { createHash } from 'node:crypto';

/** The style of a ticket's page, for browsers of 2015: plain blocks, no custom properties, nothing to load. */
export const STYLE = `html{-webkit-text-size-adjust:100%}
body{margin:0;background:#f3f6f1;color:#0f1f19;font:18px/1.45 -apple-system,Roboto,"Segoe UI",Helvetica,Arial,sans-serif}
header{background:#00573f;color:#fff;padding:14px 20px;font-weight:bold}
main{max-width:30em;margin:0 auto;padding:20px}
h1{font-size:20px;margin:0 0 10px;font-weight:normal;text-align:center}
.paper{background:#fff;border:1px solid #c9d4cd;padding:22px 16px;text-align:center;margin:0 0 20px}
.paper.called{background:#ffc93c;border-color:#ffc93c}
.number{font-size:76px;line-height:1.1;font-weight:bold;margin:0;direction:ltr;unicode-bidi:isolate}
.service{font-size:20px;font-weight:bold;margin:8px 0 0}
.over .number{text-decoration:line-through;color:#56645d}
.qr{display:block;width:230px;max-width:100%;margin:0 auto 20px;background:#fff}
p{margin:0 0 14px}
p.say,h1.say{font-size:21px;font-weight:bold;text-align:inherit;margin:0 0 14px}
p.code{font-size:30px;direction:ltr;unicode-bidi:isolate}
.small{font-size:16px;color:#46544d}
.small a{display:inline-block;padding:6px 0;color:inherit}
button,.button{display:block;box-sizing:border-box;width:100%;min-height:52px;margin:0 0 14px;padding:12px 16px;border:2px solid #00573f;border-radius:4px;background:#fff;color:#00573f;font:inherit;font-weight:bold;text-align:center;text-decoration:none}
button.main,.button.main{background:#00573f;color:#fff}
[hidden]{display:none}
button:focus,.button:focus{outline:3px solid #ffc93c;outline-offset:2px}
fieldset{border:0;margin:0;padding:0}
legend{padding:0;font-size:21px;font-weight:bold;margin:0 0 14px}
button.face{display:inline-block;width:18%;min-width:48px;margin:0 1% 10px 0;padding:4px}
.face svg{display:block;width:100%;max-width:56px;margin:0 auto;fill:none;stroke:currentColor;stroke-width:3;stroke-linecap:round;stroke-linejoin:round}
@media (prefers-color-scheme:dark){body{background:#0f1f19;color:#f3f6f1}.paper{background:#1b2d26;border-color:#46544d}.paper.called{background:#ffc93c;color:#0f1f19}.small{color:#c9d4cd}.over .number{color:#a9b5ae}button,.button{background:#1b2d26;color:#fff;border-color:#7fd1b0}button.main,.button.main{background:#00573f}}
`;

export const STYLE_HASH = `sha256-${createHash('sha256').update(STYLE).digest('base64')}`;
