import type { SlipBlock, SlipDocument } from '../ports/printer.ts';

type Sized = Extract<SlipBlock, { size: unknown }>;

/**
 * The text size in large print for each usual size. Small print keeps its width, so that an address stays on one line of the narrowest
 * paper.
 */
const ENLARGED = {
  small: 'tall',
  normal: 'big',
  tall: 'big',
  large: 'huge',
  big: 'big',
  huge: 'huge',
} as const satisfies {
  readonly [Size in Sized['size']]: Sized['size'];
};

const ROOM_FOR_A_HAND = { kind: 'gap', lines: 2 } as const;

/**
 * Returns the slip with the same words in the same sequence, in large letters. The number is as large as the paper allows on every slip; QR
 * code and logo are unchanged. A line with text at both edges becomes two lines.
 */
export const inLargePrint = ({ blocks }: SlipDocument): SlipDocument => ({ blocks: blocks.flatMap(enlarged) });

function enlarged(block: SlipBlock): SlipBlock[] {
  switch (block.kind) {
    case 'edges':
      return [block.left, block.right].map((text) => ({
        kind: 'text',
        size: 'big',
        bold: true,
        align: 'center',
        text,
      }));
    case 'text':
    case 'details':
      return [{ ...block, size: ENLARGED[block.size], bold: true }];
    case 'line':
      return [ROOM_FOR_A_HAND, block];
    case 'tick':
      return [{ ...block, size: 'big' }];
    default:
      return [block];
  }
}
