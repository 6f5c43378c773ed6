import { once } from 'node:events';
import { connect } from 'node:net';
import type { SlipDocument } from '../../hardware/printer/contract.ts';
import { encodeJob } from '../../hardware/printer/dialects.ts';
import { layOut } from '../../hardware/printer/layout.ts';
import type { PrinterProfile } from '../../hardware/printer/profile.ts';
import type { TextShaper } from '../../hardware/printer/text-shaping.ts';
import { type Paper, startVirtualPrinter } from '../../hardware/simulator/virtual-printer.ts';

export const encodeDocument = (document: SlipDocument, profile: PrinterProfile, shaper?: TextShaper): Uint8Array =>
  encodeJob({ rows: layOut(document, profile, shaper), profile, processId: 'abcd', cutFirst: false });

/** Prints each document on a virtual printer of this profile. A cutter is added, so that each slip comes off. */
export async function printSlip(
  documents: readonly SlipDocument[],
  profileAsIs: PrinterProfile,
  shaper?: TextShaper,
): Promise<Paper[]> {
  const profile: PrinterProfile = { ...profileAsIs, cutter: 'partial', cutMs: 0 };
  const printer = await startVirtualPrinter({ profile, speedMmPerS: 1_000_000 });
  const socket = connect(printer.port, '127.0.0.1');
  await once(socket, 'connect');
  socket.resume();
  const papers: Paper[] = [];
  for (const document of documents) {
    const printed = new Promise<Paper>((resolve) => {
      const stop = printer.onPaper((paper) => {
        stop();
        resolve(paper);
      });
    });
    socket.write(encodeDocument(document, profile, shaper));
    papers.push(await printed);
  }
  socket.destroy();
  await printer.close();
  return papers;
}
