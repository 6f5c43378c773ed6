// Usage: npm run ticket-preview -- --out DIR [--office ID] [--printer PROFILE-ID]. Draws tickets as this printer would print them.
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { TICKET_LANGUAGES } from '../../config/languages.ts';
import { composeDocumentList, composeTicket } from '../../src-main/tickets/view/ticket-document.ts';
import { encodeDocument, printSlip } from '../support/slip.ts';
import { paperOf, printerProfile, shaper, walkIn } from './samples.ts';

const { values } = parseArgs({
  options: {
    out: { type: 'string' },
    office: { type: 'string', default: 'oac-dido' },
    printer: { type: 'string', default: 'torn-virtual' },
  },
});
if (values.out === undefined) {
  console.error('usage: npm run ticket-preview -- --out DIR [--office ID] [--printer PROFILE-ID]');
  process.exit(2);
}
const paper = paperOf(values.office);
const profile = printerProfile(values.printer);
mkdirSync(values.out, { recursive: true });

for (const language of TICKET_LANGUAGES)
  for (const { serviceId, series } of paper.profile.services) {
    const content = walkIn(language, { serviceId, label: `${series}047` });
    const documents = {
      ticket: composeTicket(paper, content),
      documents: composeDocumentList(paper, { serviceId, language, printedAt: content.issuedAt }),
    };
    for (const [kind, document] of Object.entries(documents)) {
      if (document === null) continue;
      const [sheet] = await printSlip([document], profile, shaper);
      const file = join(values.out, `${serviceId}-${kind}-${language}.png`);
      if (sheet) writeFileSync(file, sheet.toPng());
      console.log(`${file}: ${encodeDocument(document, profile, shaper).length} bytes`);
    }
  }
