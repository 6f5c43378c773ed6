import { createInterface } from 'node:readline';

export interface Terminal {
  say(line: string): void;
  /** Asks whether the person agrees; also false if the input ends without an answer. */
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
