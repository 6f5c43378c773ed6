const STYLE = `
:root { color-scheme: light; --ink: #17211d; --soft: #46544e; --line: #b9c4bf; --green: #00573f; --amber: #7a4300; --paper: #fff; }
* { box-sizing: border-box; }
body { margin: 0 auto; padding: 2.5rem 1.5rem 4rem; max-width: 62rem; background: var(--paper); color: var(--ink); font: 1rem/1.55 "Atkinson Hyperlegible Next", system-ui, sans-serif; }
h1 { font-size: 2rem; line-height: 1.2; margin: 0 0 1rem; color: var(--green); }
h2 { font-size: 1.3rem; line-height: 1.3; margin: 2.75rem 0 0.5rem; padding-top: 0.75rem; border-top: 3px solid var(--green); }
h3 { font-size: 1.05rem; margin: 1.5rem 0 0.25rem; }
p { max-width: 44rem; margin: 0.5rem 0; }
table { width: 100%; border-collapse: collapse; margin: 1rem 0; }
caption { text-align: left; color: var(--soft); padding-bottom: 0.5rem; }
th, td { text-align: left; vertical-align: top; padding: 0.45rem 0.75rem 0.45rem 0; border-bottom: 1px solid var(--line); }
tbody th { font-weight: 600; white-space: nowrap; font-variant-numeric: tabular-nums; }
tbody th.wraps { white-space: normal; min-width: 9rem; }
tr.heading th, tr.heading td { font-weight: 700; border-bottom-color: var(--green); padding-top: 1.1rem; }
td ul { margin: 0; padding: 0; list-style: none; }
td li + li { margin-top: 0.3rem; }
code { font: 0.85em/1.4 ui-monospace, monospace; color: var(--soft); overflow-wrap: anywhere; }
.mark { font-weight: 700; }
.missing { color: var(--amber); }
.figures { display: flex; flex-wrap: wrap; gap: 0.75rem 2.5rem; padding: 0; margin: 1.25rem 0; list-style: none; }
.figures b { display: block; font-size: 1.8rem; line-height: 1.1; color: var(--green); font-variant-numeric: tabular-nums; }
.figures .missing b { color: var(--amber); }
.fill-in { border: 1px dashed var(--soft); padding: 0.6rem 0.9rem; }
.blank { display: block; min-height: 1.6em; }
.where td { border-top: 0; padding-top: 0; color: var(--soft); font-size: 0.9em; }
.with-where td { border-bottom: 0; }
.measure { border-left: 3px solid var(--line); padding-left: 0.9rem; margin: 1.1rem 0; }
.measure h3, .measure h4 { font-size: 1rem; margin: 0; }
.measure > ul { margin: 0.3rem 0 0; padding: 0; list-style: none; }
.measure > ul > li { margin-top: 0.4rem; }
.measure ul ul { margin: 0.25rem 0 0 1rem; padding: 0; list-style: none; font-size: 0.9em; }
.asked { font-weight: 400; color: var(--soft); }
.poster { border: 3px solid var(--green); padding: 1.5rem 2rem; font-size: 1.15em; break-inside: avoid; }
@page { size: A4; margin: 18mm 16mm; }
@media print {
  body { padding: 0; max-width: none; font-size: 9.5pt; }
  h1 { font-size: 18pt; }
  h2, h3, h4 { break-after: avoid; }
  tr, .fill-in, .figures { break-inside: avoid; }
  .measure > ul > li { break-inside: avoid; }
}
`;

const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };
export const text = (words: string): string => words.replaceAll(/[&<>"]/g, (mark) => ENTITIES[mark] ?? mark);

interface PageParts {
  language: string;
  title: string;
  body: string;
  style?: string;
}

/** Makes a complete HTML page in one file, for screen and print. */
export const htmlPage = ({ language, title, body, style = '' }: PageParts): string =>
  `<!doctype html>
<html lang="${language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${text(title)}</title>
<style>${STYLE}${style}</style>
</head>
<body>
<main>
${body}
</main>
</body>
</html>
`;

export const list = (items: readonly string[]): string =>
  items.length === 0 ? '' : `<ul>${items.map((item) => `<li>${item}</li>`).join('')}</ul>`;
