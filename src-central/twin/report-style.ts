export const REPORT_STYLE = `
*{box-sizing:border-box}body{margin:0;background:#F3F7F2;color:#101F19;font:400 16px/1.35 'Atkinson Hyperlegible Next',system-ui,sans-serif}
header{background:#101F19;color:#fff;padding:16px 24px;font-size:20px}main{max-width:1000px;margin:0 auto;padding:24px}
h1{font-size:40px;line-height:1.1;margin:16px 0}h2{font-size:28px;line-height:1.1;margin:48px 0 8px}h3{font-size:20px;margin:0 0 12px}
.lead{font-size:20px}.answer{margin:40px 0}aside{background:#fff;padding:24px;margin:24px 0;box-shadow:0 2px 12px #101f1922;max-width:560px}
.big{font-size:28px;font-weight:750;line-height:1.15;margin:0 0 12px;padding-bottom:12px;border-bottom:2px solid}
dl{display:grid;grid-template-columns:auto 1fr;gap:8px 24px;margin:0 0 12px}dt{color:#2F4239}dd{margin:0;font-weight:750;font-size:20px}
table{border-collapse:collapse;width:100%}thead th{border-bottom:2px solid;color:#2F4239;font-weight:400;text-align:right;padding:8px}
th[scope=row],thead th:first-child{text-align:left}tbody th{font-weight:700;padding:10px 8px}td{text-align:right;padding:10px 8px;font-variant-numeric:tabular-nums}
tbody tr{border-bottom:1px solid #C3D0C9}figure{margin:24px 0}figcaption{font-weight:700;margin-bottom:8px}figcaption span{font-weight:400}
svg{width:100%;height:auto;display:block}svg rect{fill:#101F19}svg text{font-size:16px;text-anchor:middle;fill:#2F4239}svg .value{font-weight:700;fill:#101F19}
svg path{fill:none}.floor{stroke:#101F19;stroke-width:2}.tick{stroke:#101F19;stroke-width:3;paint-order:stroke;filter:drop-shadow(0 0 1px #fff) drop-shadow(0 0 1px #fff)}
.facts{list-style:none;padding:0;margin:0;display:grid;grid-template-columns:repeat(auto-fill,minmax(300px,1fr));gap:8px 24px}.facts b{font-size:20px}
@media(max-width:700px){main{padding:16px}h1{font-size:32px}.facts{grid-template-columns:1fr}table{font-size:12px}thead th,tbody th,td{padding:8px 2px}}
`;
