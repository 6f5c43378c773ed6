import type { Link } from '../../../hardware/link/contract.ts';
import type { Printer, PrintResult, SlipDocument } from '../../../hardware/printer/contract.ts';
import type { BrokenPromise } from './witness.ts';

/** A driver that breaks a promise on purpose. The witness, which watches the paper, must notice this. */
export interface Plant {
  name: string;
  /** The promises of which at least one must be found broken. */
  breaks: readonly BrokenPromise[];
  link?: (link: Link) => Link;
  printer?: (printer: Printer, link: Link) => Printer;
}

const DROP = Buffer.from([0x10, 0x14, 0x08, 0x01, 0x03, 0x14, 0x01, 0x06, 0x02, 0x08]);
const DROPPED = Uint8Array.of(0x37, 0x25, 0x00);
const JOB_HEAD = Buffer.from([0x1b, 0x40]);
const PROOF_REQUEST = Buffer.from([0x1d, 0x28, 0x48, 0x06, 0x00, 0x30, 0x30]);
const PROOF_HEAD = Buffer.from([0x37, 0x22]);
const FEED_AND_CUT = Buffer.from([0x1d, 0x56, 0x42, 0x00]);
const ID_BYTES = 4;

export const PLANTS: readonly Plant[] = [
  {
    name: 'calls a ticket printed when its bytes are written',
    breaks: ['printed-without-paper'],
    printer: printedWhenWritten,
  },
  {
    name: 'prints again what ended unknown or cancelled',
    breaks: ['unmarked-duplicate'],
    printer: printingAgain,
  },
  {
    name: 'takes a ticket for dropped without a word from the printer',
    breaks: ['went-on-after-cancelled', 'mixed', 'out-of-turn'],
    link: neverClearing,
  },
  {
    name: 'takes any proof for its own',
    breaks: ['printed-without-paper'],
    link: withAnyProof,
  },
  {
    name: 'never cuts off what may hang from the slot',
    breaks: ['mixed'],
    link: withoutFirstCut,
  },
  {
    name: 'waits for ever for a printer that says nothing',
    breaks: ['stuck'],
    printer: waitingForEver,
  },
];

/** A driver that reports success once the first byte is sent, while the real driver goes on printing. */
function printedWhenWritten(printer: Printer): Printer {
  let underWay: Promise<unknown> = Promise.resolve();
  return {
    ...printer,
    async print(document: SlipDocument, onFirstByte?: () => void): Promise<PrintResult> {
      await underWay;
      return new Promise((resolve) => {
        underWay = printer
          .print(document, () => {
            onFirstByte?.();
            resolve({ kind: 'printed' });
          })
          .then(resolve);
      });
    },
    async close() {
      await underWay;
      await printer.close();
    },
  };
}

function printingAgain(printer: Printer): Printer {
  const TRIES = 5;
  return {
    ...printer,
    async print(document, onFirstByte) {
      let result = await printer.print(document, onFirstByte);
      for (let tries = 1; tries < TRIES && result.kind !== 'printed'; tries += 1)
        result = await printer.print(document);
      return result;
    },
  };
}

function waitingForEver(printer: Printer): Printer {
  return {
    ...printer,
    async print(document, onFirstByte) {
      const result = await printer.print(document, onFirstByte);
      return result.kind === 'unknown' ? new Promise<PrintResult>(() => undefined) : result;
    },
  };
}

/** A link that confirms a request to clear the printer without passing it on. */
function neverClearing(link: Link): Link {
  const listeners = new Set<(bytes: Uint8Array) => void>();
  return {
    ...link,
    send(bytes) {
      if (!Buffer.from(bytes).equals(DROP)) return link.send(bytes);
      setImmediate(() => {
        for (const listener of listeners) listener(DROPPED);
      });
      return true;
    },
    onBytes(listener) {
      listeners.add(listener);
      const stop = link.onBytes(listener);
      return () => {
        listeners.delete(listener);
        stop();
      };
    },
  };
}

/** A link that puts the expected job's id into any confirmation of a job that the printer sends. */
function withAnyProof(link: Link): Link {
  let wanted: Uint8Array = new Uint8Array();
  return {
    ...link,
    send(bytes) {
      const at = Buffer.from(bytes).indexOf(PROOF_REQUEST);
      if (at >= 0) wanted = bytes.slice(at + PROOF_REQUEST.length, at + PROOF_REQUEST.length + ID_BYTES);
      return link.send(bytes);
    },
    onBytes: (listener) =>
      link.onBytes((bytes) => {
        const changed = Buffer.from(bytes);
        for (let at = changed.indexOf(PROOF_HEAD); at >= 0; at = changed.indexOf(PROOF_HEAD, at + 1))
          changed.set(wanted, Math.min(at + PROOF_HEAD.length, changed.length - wanted.length));
        listener(changed);
      }),
  };
}

function withoutFirstCut(link: Link): Link {
  return {
    ...link,
    send(bytes) {
      const job = Buffer.from(bytes);
      const first = job.indexOf(FEED_AND_CUT);
      const isJob = job.indexOf(JOB_HEAD) === 0;
      // A second cut shows that the bytes contain two jobs; the first cut is removed.
      if (!isJob || first < 0 || job.indexOf(FEED_AND_CUT, first + 1) < 0) return link.send(bytes);
      return link.send(Buffer.concat([job.subarray(0, first), job.subarray(first + FEED_AND_CUT.length)]));
    },
  };
}
