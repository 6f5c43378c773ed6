import { createCanvas } from '@napi-rs/canvas';
import type { Bitmap } from './glyphs.ts';

/** A piece of paper that the blade has cut off. */
export interface Paper {
  /** 1 for the first paper since the printer was switched on. */
  serialNo: number;
  /** The print data of it as received, to the request that came right after its cut; real-time commands are not data. */
  bytes: Uint8Array;
  /** The printed lines as text, without empty ones. */
  lines: readonly string[];
  /** Commands that this printer does not know, as hex; on paper they would be rubbish. */
  unknown: readonly string[];
  widthDots: number;
  heightDots: number;
  toPng(): Uint8Array;
}

/** The paper between the roll and the blade: it grows at the head and is cut some way after it. */
export interface Strip {
  /** Moves the paper by `heightDots`, printing `bitmap` at its upper edge. */
  print(bitmap: Bitmap, text: string, heightDots: number): void;
  feed(heightDots: number): void;
  /** Takes off what has passed the blade. */
  cut(): Pick<Paper, 'lines' | 'widthDots' | 'heightDots' | 'toPng'>;
}

interface PrintedLine {
  bottomDots: number;
  text: string;
}

/** New paper stands at the blade, so that the distance from head to blade is blank already. */
export function createStrip(widthDots: number, headToCutterDots: number): Strip {
  const blank = () => new Uint8Array(widthDots);
  let rows: Uint8Array[] = Array.from({ length: headToCutterDots }, blank);
  let lines: PrintedLine[] = [];

  const feed = (heightDots: number) => {
    for (let count = 0; count < heightDots; count += 1) rows.push(blank());
  };

  return {
    feed,
    print(bitmap, text, heightDots) {
      for (let y = 0; y < bitmap.heightDots; y += 1) {
        const row = blank();
        row.set(bitmap.dots.subarray(y * bitmap.widthDots, (y + 1) * bitmap.widthDots));
        rows.push(row);
      }
      lines.push({ bottomDots: rows.length, text });
      feed(heightDots - bitmap.heightDots);
    },
    cut() {
      const heightDots = rows.length - headToCutterDots;
      const taken = rows.slice(0, heightDots);
      const takenLines = lines.filter((line) => line.bottomDots <= heightDots);
      rows = rows.slice(heightDots);
      lines = lines
        .filter((line) => line.bottomDots > heightDots)
        .map((line) => ({ ...line, bottomDots: line.bottomDots - heightDots }));
      return {
        widthDots,
        heightDots,
        lines: takenLines.map((line) => line.text).filter((text) => text.trim() !== ''),
        toPng: () => renderPng(taken, widthDots),
      };
    },
  };
}

function renderPng(rows: readonly Uint8Array[], widthDots: number): Uint8Array {
  const canvas = createCanvas(widthDots, Math.max(1, rows.length));
  const context = canvas.getContext('2d');
  const image = context.createImageData(canvas.width, canvas.height);
  image.data.fill(0xff);
  for (const [y, row] of rows.entries())
    for (const [x, dot] of row.entries())
      if (dot === 1) image.data.fill(0, (y * widthDots + x) * 4, (y * widthDots + x) * 4 + 3);
  context.putImageData(image, 0, 0);
  return canvas.toBuffer('image/png');
}
