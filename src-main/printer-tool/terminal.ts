import { createInterface } from 'node:readline';

/** The terminal of the person who uses the tool. */
export interface Terminal {
  say(line: string): void;
  /** Asks a question that the person must agree to; false also if there is no interactive terminal. */
  agrees(question: string): Promise<boolean>;
}

export function openTerminal(): Terminal {
  return {
    say: (line) => void process.stdout.write(`${line}\n`),
    agrees(question) {
      process.stdout.write(`${question} (s/n) `);
      const lines = createInterface({ input: process.stdin });
      return new Promise((resolve) => {
        lines.once('line', (line) => {
          resolve(/^(s|si|sí|y|yes)$/i.test(line.trim()));
          lines.close();
        });
        lines.once('close', () => resolve(false));
      });
    },
  };
}
