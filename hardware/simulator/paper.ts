import { createCanvas } from '@napi-rs/canvas';
import type { Bitmap } from './glyphs.ts';

export interface Paper {
  /** 1 for the first paper since `startVirtualPrinter`; a power cycle does not restart the count. */
  serialNo: number;
  /** The print data that made this paper, with the request to confirm the job right after the cut, without real-time commands. */
  bytes: Uint8Array;
  /** The printed lines as text, without empty ones. */
  lines: readonly string[];
  /** The contents of the QR codes the printer drew itself. */
  codes: readonly string[];
  /** Unknown commands as hex, and letters sent in a wrong code page. A real printer would print rubbish for them. */
  unknown: readonly string[];
  widthDots: number;
  heightDots: number;
  toPng(): Uint8Array;
}

type CutOff = Pick<Paper, 'lines' | 'codes' | 'widthDots' | 'heightDots' | 'toPng'>;

/** The paper between roll and blade. It grows at the head and is cut at the blade some distance further on. */
export interface Strip {
  /** Prints `bitmap` at the head and feeds by `heightDots`. `code` is the content of a QR code in it. */
  print(bitmap: Bitmap, text: string, heightDots: number, code?: string): void;
  feed(heightDots: number): void;
  cut(): CutOff;
  hanging(): readonly string[];
}

interface Mark {
  bottomDots: number;
  text: string;
  code: string | undefined;
}

/** Makes a strip that begins at the blade, so the distance from head to blade is already blank. Without `draws` only lengths are kept. */
export function createStrip(widthDots: number, headToCutterDots: number, draws = true): Strip {
  const blank = () => new Uint8Array(widthDots);
  let rows: Uint8Array[] = draws ? Array.from({ length: headToCutterDots }, blank) : [];
  let lengthDots = headToCutterDots;
  let marks: Mark[] = [];

  const feed = (heightDots: number) => {
    lengthDots += heightDots;
    if (draws) for (let count = 0; count < heightDots; count += 1) rows.push(blank());
  };
  const textsOf = (some: readonly Mark[]) => some.map(({ text }) => text).filter((text) => text.trim() !== '');

  return {
    feed,
    print(bitmap, text, heightDots, code) {
      if (draws)
        for (let y = 0; y < bitmap.heightDots; y += 1) {
          const row = blank();
          row.set(bitmap.dots.subarray(y * bitmap.widthDots, (y + 1) * bitmap.widthDots));
          rows.push(row);
        }
      lengthDots += bitmap.heightDots;
      marks.push({ bottomDots: lengthDots, text, code });
      feed(heightDots - bitmap.heightDots);
    },
    cut() {
      const heightDots = lengthDots - headToCutterDots;
      const taken = rows.slice(0, heightDots);
      const takenMarks = marks.filter((mark) => mark.bottomDots <= heightDots);
      rows = rows.slice(heightDots);
      lengthDots = headToCutterDots;
      marks = marks
        .filter((mark) => mark.bottomDots > heightDots)
        .map((mark) => ({ ...mark, bottomDots: mark.bottomDots - heightDots }));
      return {
        widthDots,
        heightDots,
        lines: textsOf(takenMarks),
        codes: takenMarks.flatMap(({ code }) => code ?? []),
        toPng: () => renderPng(taken, widthDots, heightDots),
      };
    },
    hanging: () => textsOf(marks),
  };
}

function renderPng(rows: readonly Uint8Array[], widthDots: number, heightDots: number): Uint8Array {
  const canvas = createCanvas(widthDots, Math.max(1, heightDots));
  const context = canvas.getContext('2d');
  const image = context.createImageData(canvas.width, canvas.height);
  image.data.fill(0xff);
  for (const [y, row] of rows.entries())
    for (const [x, dot] of row.entries())
      if (dot === 1) image.data.fill(0, (y * widthDots + x) * 4, (y * widthDots + x) * 4 + 3);
  context.putImageData(image, 0, 0);
  return canvas.toBuffer('image/png');
}
