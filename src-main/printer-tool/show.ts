import type { CommandSetName } from '../../hardware/printer/dialects.ts';
import { nameCommands, toHex } from './name-commands.ts';
import { TEXTS } from './texts.ts';

const HEX_COLUMNS = 38;
const MOST_BYTES_SHOWN = 24;
const windows1252 = new TextDecoder('windows-1252');

export function showBytes(bytes: Uint8Array, commandSet: CommandSetName): string[] {
  return nameCommands(bytes, commandSet).map((part) => {
    const head = part.imageAt === null ? part.bytes : part.bytes.subarray(0, part.imageAt);
    const shown = toHex(head.subarray(0, MOST_BYTES_SHOWN)) + (head.length > MOST_BYTES_SHOWN ? ' …' : '');
    const image = part.imageAt === null ? '' : ` ${TEXTS.imageBytes(part.bytes.length - head.length)}`;
    const meaning = part.name === null ? `${TEXTS.text} «${windows1252.decode(part.bytes)}»` : `${part.name}${image}`;
    return `${part.at.toString().padStart(6)}  ${shown.padEnd(HEX_COLUMNS)}  ${meaning}`;
  });
}
