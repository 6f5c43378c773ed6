import { createHash } from 'node:crypto';

/** The style of the reading page. It loads nothing, and is dark if the reader's system is. */
export const READING_STYLE = `body{margin:0;background:#f3f6f1;color:#0f1f19;font:17px/1.5 -apple-system,Roboto,"Segoe UI",Helvetica,Arial,sans-serif}
header{background:#00573f;color:#fff;padding:20px 24px}
header a{color:#fff}
header h1{margin:0 0 6px;font-size:26px}
header p{margin:0}
main,nav{max-width:62em;margin:0 auto;padding:8px 24px}
h2{font-size:23px;margin:36px 0 8px;border-bottom:2px solid #00573f;padding-bottom:4px}
h3{font-size:19px;margin:28px 0 6px}
h4{font-size:16px;margin:18px 0 4px}
a{color:#00573f}
a:focus,pre:focus{outline:3px solid #ffc93c;outline-offset:2px}
nav ul{list-style:none;margin:0;padding:0}
nav li{padding:3px 0}
main,nav{overflow-wrap:anywhere}
article{background:#fff;border:1px solid #c9d4cd;padding:4px 20px 16px;margin:0 0 18px}
article h3{margin-top:12px}
code,pre{font:15px/1.45 ui-monospace,"DejaVu Sans Mono",Menlo,Consolas,monospace}
pre{background:#0f1f19;color:#f3f6f1;padding:12px 14px;overflow-x:auto;margin:4px 0 10px}
.method{display:inline-block;min-width:4.2em;font-weight:bold}
.small{color:#46544d;font-size:16px}
table{border-collapse:collapse;width:100%;margin:4px 0 10px}
th,td{text-align:start;vertical-align:top;padding:5px 12px 5px 0;border-bottom:1px solid #c9d4cd}
th{font-weight:bold}
p{margin:0 0 10px}
@media (min-width:45em){th,td{overflow-wrap:break-word}}
@media (prefers-color-scheme:dark){body{background:#0f1f19;color:#f3f6f1}article{background:#1b2d26;border-color:#46544d}a{color:#7fd1b0}.small{color:#c9d4cd}th,td{border-color:#46544d}pre{background:#000}}
`;

export const READING_STYLE_HASH = `sha256-${createHash('sha256').update(READING_STYLE).digest('base64')}`;
