import type { CDPSession } from '@playwright/test';
import { z } from 'zod';

export interface Held {
  /** Bytes of the whole heap, with the engine's own objects. */
  heapBytes: number;
  /** Bytes of the program's objects and of the document's objects that they use. */
  ownBytes: number;
  /** Elements and texts in the document, visible or not. */
  nodes: number;
}

const SNAPSHOT = z.object({
  snapshot: z.object({
    meta: z.object({
      node_fields: z.array(z.string()),
      node_types: z.tuple([z.array(z.string())], z.unknown()),
    }),
  }),
  nodes: z.array(z.number()),
  strings: z.array(z.string()),
});

/**
 * Types of V8's own objects, such as compiled functions, which do not count as the program's. V8 compiles a function again after many
 * calls, so these objects still grow after thousands of visits: between the 200th and the 2,000th visit nothing else in the heap grows.
 */
const OF_THE_ENGINE: readonly string[] = ['code', 'hidden', 'object shape'];
/** Chromium's records about late frames. A busy machine has more of them, up to 200 of each kind, so they do not count either. */
const NOTES_OF_CHROMIUM = /^(Performance|TaskAttributionTiming)/;

export async function heldBy(cdp: CDPSession): Promise<Held> {
  // The first collection releases objects that finalisers kept, and the second collection frees these objects.
  for (let turn = 0; turn < 2; turn += 1) await cdp.send('HeapProfiler.collectGarbage');
  const { usedSize: heapBytes } = await cdp.send('Runtime.getHeapUsage');
  const { nodes } = await cdp.send('Memory.getDOMCounters');
  return { heapBytes, ownBytes: ownBytesIn(await takeSnapshot(cdp)), nodes };
}

async function takeSnapshot(cdp: CDPSession): Promise<string> {
  const chunks: string[] = [];
  const keep = ({ chunk }: { chunk: string }): void => void chunks.push(chunk);
  cdp.on('HeapProfiler.addHeapSnapshotChunk', keep);
  await cdp.send('HeapProfiler.takeHeapSnapshot', { reportProgress: false });
  cdp.off('HeapProfiler.addHeapSnapshotChunk', keep);
  return chunks.join('');
}

function ownBytesIn(text: string): number {
  const { snapshot, nodes, strings } = SNAPSHOT.parse(JSON.parse(text));
  const { node_fields: fields, node_types } = snapshot.meta;
  const kinds = node_types[0];
  const at = (from: number, field: string): number => nodes[from + fields.indexOf(field)] ?? 0;
  let bytes = 0;
  for (let from = 0; from < nodes.length; from += fields.length) {
    const kind = kinds[at(from, 'type')] ?? '';
    const name = strings[at(from, 'name')] ?? '';
    if (OF_THE_ENGINE.includes(kind) || (kind === 'native' && NOTES_OF_CHROMIUM.test(name))) continue;
    bytes += at(from, 'self_size');
  }
  return bytes;
}
