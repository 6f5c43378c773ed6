export type Ending = 'printed' | 'not-sent' | 'cancelled' | 'unknown';

const BROKEN_PROMISES = [
  'printed-without-paper',
  /** Two papers have the same number, neither of them marked as a duplicate. */
  'unmarked-duplicate',
  /** A paper has lines of two tickets. */
  'mixed',
  /** A ticket was printed although it was reported as not sent. */
  'paper-of-not-sent',
  /** A ticket's printing continued after it was reported as cancelled. */
  'went-on-after-cancelled',
  /** A ticket was printed after a newer one. */
  'out-of-turn',
  /** A ticket's job did not end in time. */
  'stuck',
  /** A printer does not print although every fault is repaired. */
  'does-not-print',
] as const;
export type BrokenPromise = (typeof BROKEN_PROMISES)[number];

/** Watches one printer's paper and the program's reports, and records every broken promise. */
export interface Witness {
  /** A ticket's lines from top to bottom, each with the ticket's number. */
  linesOf(ticketNo: number): readonly [string, string, string];
  /** Sets the current faults. Complaints name these and some earlier ones. */
  during(circumstances: string): void;
  sawLine(text: string): void;
  sawPaper(lines: readonly string[]): void;
  /** Records that a reprint was asked for: every later paper of this ticket must have the duplicate mark. */
  asksForDuplicate(ticketNo: number): void;
  ended(ticketNo: number, ending: Ending): void;
  complain(promise: BrokenPromise, detail: string): void;
  /** `hanging`: the lines of the paper that is still in the printer. */
  close(hanging: readonly string[]): Complaint[];
}

export interface Complaint {
  promise: BrokenPromise;
  detail: string;
}

const HEAD = /^T(\d+) cap$/;
const NUMBER = /^N(\d+)$/;
const FOOT = /^T(\d+) peu$/;
export const DUPLICATE_MARK = 'DUPLICAT';
/** Complaints name the faults of this many rounds, because a fault may have its effect later. */
const ROUNDS_REMEMBERED = 4;
/** The number of lines that may be printed while the request to clear the printer is on its way. */
const LINES_IN_MOTION = 1;

export function createWitness(name: string): Witness {
  const complaints: Complaint[] = [];
  const complete = new Set<number>();
  const numbersSeen = new Map<number, number>();
  const endings = new Map<number, Ending>();
  const linesAfterCancelled = new Map<number, number>();
  const asked = new Set<number>();
  let newestSeen = 0;
  let circumstances: string[] = [];

  const complain = (promise: BrokenPromise, detail: string) =>
    void complaints.push({ promise, detail: [`${name}: ${detail}`, ...circumstances].join(', after ') });

  const ticketOf = (line: string): number | null => {
    const found = HEAD.exec(line) ?? NUMBER.exec(line) ?? FOOT.exec(line);
    return found === null ? null : Number(found[1]);
  };

  function examine(lines: readonly string[]): void {
    const tickets = new Set(lines.flatMap((line) => ticketOf(line) ?? []));
    if (tickets.size > 1) complain('mixed', lines.join(' / '));
    const isMarked = lines.includes(DUPLICATE_MARK);
    for (const ticketNo of tickets) {
      const own = lines.filter((line) => ticketOf(line) === ticketNo);
      const [head, number, foot] = linesOf(ticketNo);
      if (own.length === 3 && own[0] === head && own[1] === number && own[2] === foot) complete.add(ticketNo);
      const seen = own.filter((line) => line === number).length;
      if (!isMarked) numbersSeen.set(ticketNo, (numbersSeen.get(ticketNo) ?? 0) + seen);
    }
  }

  const linesOf = (ticketNo: number): readonly [string, string, string] => [
    `T${ticketNo} cap`,
    `N${ticketNo}`,
    `T${ticketNo} peu`,
  ];

  return {
    linesOf,
    during(next) {
      circumstances = [next, ...circumstances].slice(0, ROUNDS_REMEMBERED);
    },
    sawLine(text) {
      const ticketNo = ticketOf(text);
      if (ticketNo === null) return;
      if (ticketNo < newestSeen && !asked.has(ticketNo)) complain('out-of-turn', `${text} after ticket ${newestSeen}`);
      newestSeen = Math.max(newestSeen, ticketNo);
      const ending = endings.get(ticketNo);
      // A ticket whose reprint is reported as not sent may have an earlier paper.
      if (ending === 'not-sent' && !asked.has(ticketNo)) complain('paper-of-not-sent', text);
      if (ending !== 'cancelled') return;
      const after = (linesAfterCancelled.get(ticketNo) ?? 0) + 1;
      linesAfterCancelled.set(ticketNo, after);
      if (after > LINES_IN_MOTION) complain('went-on-after-cancelled', text);
    },
    sawPaper: examine,
    asksForDuplicate(ticketNo) {
      asked.add(ticketNo);
      endings.delete(ticketNo);
      linesAfterCancelled.delete(ticketNo);
    },
    ended(ticketNo, ending) {
      endings.set(ticketNo, ending);
      if (ending === 'printed' && !complete.has(ticketNo)) complain('printed-without-paper', `ticket ${ticketNo}`);
      if (ending === 'not-sent' && !asked.has(ticketNo) && (numbersSeen.get(ticketNo) ?? 0) > 0)
        complain('paper-of-not-sent', `ticket ${ticketNo}`);
    },
    complain,
    close(hanging) {
      examine(hanging);
      for (const [ticketNo, seen] of numbersSeen)
        if (seen > 1) complain('unmarked-duplicate', `ticket ${ticketNo}, ${seen} times`);
      return complaints;
    },
  };
}
