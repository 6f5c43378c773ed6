import { layOut } from '../../../hardware/printer/layout.ts';
import { qrCode } from '../../../hardware/printer/qr.ts';
import { hasInk } from '../../../hardware/printer/raster.ts';
import type { SlipRow } from '../../../hardware/printer/rows.ts';
import type { TextShaper } from '../../../hardware/printer/text-shaping.ts';
import { FONT_CELL, type PrinterTraits } from '../../../hardware/printer/traits.ts';
import type { PaperView } from '../../office/contract/office.ts';
import type { Moment, SlipResources } from '../steps/render-resources.ts';
import { composeTicket } from '../view/ticket-document.ts';

const BLANK_DOTS = 30;
const SAMPLE_TOKEN = 'A2B4C6D8E3F5G7H9';

/** Lays out the first ticket of a day as the printer would print it; `null` if no service has walk-ins. */
export function layTicket(
  paper: SlipResources,
  printer: PrinterTraits,
  shaper: TextShaper,
  issuedAt: Moment,
): PaperView | null {
  const service = paper.profile.services.find(({ ways }) => ways.includes('walk-in'));
  if (service === undefined) return null;
  const document = composeTicket(paper, {
    label: `${service.series}001`,
    serviceId: service.serviceId,
    visitType: 'walk-in',
    language: 'ca',
    issuedAt,
    appointmentTime: null,
    queue: null,
    followToken: SAMPLE_TOKEN,
    duplicate: false,
    sample: false,
    replaces: [],
  });
  return { widthDots: printer.widthDots, lines: layOut(document, printer, shaper).map(lineOf) };
}

function lineOf(row: SlipRow): PaperView['lines'][number] {
  switch (row.kind) {
    case 'feed':
      return row;
    case 'blank':
      return { kind: 'feed', dots: row.lines * BLANK_DOTS };
    case 'text': {
      const { text, font, widthScale, heightScale, bold, align } = row;
      const { widthDots, heightDots } = FONT_CELL[font];
      return { kind: 'text', text, wide: widthDots * widthScale, high: heightDots * heightScale, bold, align };
    }
    case 'qr': {
      const code = qrCode(row.text).draw(1);
      const across = Array.from({ length: row.modules }, (_, at) => at);
      const rows = across.map((y) => across.map((x) => (hasInk(code, x, y) ? '1' : '0')).join(''));
      return { kind: 'code', rows, moduleDots: row.moduleDots };
    }
    case 'raster':
      return { kind: 'picture', wide: row.bitmap.widthDots, high: row.bitmap.heightDots, align: row.align };
  }
}
