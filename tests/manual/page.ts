import { htmlPage, text } from '../evidence/html.ts';
import type { ManualPart } from './read-manual.ts';

const STYLE = `
.word { font-weight: 600; background: #eaf3ef; border-radius: 0.3em; padding: 0 0.15em; }
.picture { display: block; margin: 0.6rem 0 0.9rem; break-inside: avoid; }
.picture img { display: block; width: 100%; max-width: 34rem; border: 1px solid var(--line); border-radius: 0.3rem; }
.caption { display: block; color: var(--soft); font-size: 0.85em; margin-top: 0.2rem; }
ol > li, ul > li { margin: 0.25rem 0; max-width: 44rem; }
.contents { columns: 2; padding-left: 1.2rem; }
.contents a { color: inherit; }
@media print {
  h2 { break-before: auto; margin-top: 1.6rem; }
  .picture img { max-width: 145mm; }
  .picture.kiosk img { max-width: 105mm; }
  .contents a { text-decoration: none; }
  li { break-inside: avoid; }
}
`;

export function manualPage({ title, html }: ManualPart, { version, date }: { version: string; date: string }): string {
  const headings = [...html.matchAll(/<h2>(.+?)<\/h2>/g)].map(([, heading = '']) => heading);
  let no = 0;
  const numbered = html.replaceAll('<h2>', () => {
    no += 1;
    return `<h2 id="tasca-${no}">`;
  });
  const contents = headings.map((heading, at) => `<li><a href="#tasca-${at + 1}">${heading}</a></li>`).join('');
  const begin = `</h1>\n<p>Torn, versió ${text(version)}, ${text(date)}.</p><ol class="contents">${contents}</ol>`;
  return htmlPage({ language: 'ca', title, style: STYLE, body: numbered.replace('</h1>', begin) });
}
