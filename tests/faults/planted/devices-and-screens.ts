import type { Fault } from '../fault.ts';

export const DEVICE_FAULTS: readonly Fault[] = [
  {
    means: 'half an answer of a broken connection spoils the first proof of the next one',
    file: 'hardware/printer/driver.ts',
    snippet: "if (state.kind === 'open') {\n      this.#read = this.#createReader();",
    replacement: "if (state.kind === 'open') {",
    noticedBy: ['tests/integration/hardware/printer.test.ts'],
  },
  {
    means: 'a job that the connection did not take counts as begun, so that its ticket may be on paper',
    file: 'hardware/printer/driver.ts',
    snippet: 'if (!this.#link.send(Buffer.concat([padding, bytes]))) return false;',
    replacement: 'job.onFirstByte?.();\n    if (!this.#link.send(Buffer.concat([padding, bytes]))) return false;',
    noticedBy: ['tests/integration/hardware/printer.test.ts'],
  },
  {
    means: 'a mechanical error of a printer is passed over',
    file: 'hardware/printer/dialect-escpos.ts',
    snippet: "if (error & 0x24) return 'printer-error';\n  if (offline",
    replacement: "if (error & 0x20) return 'printer-error';\n  if (offline",
    noticedBy: ['tests/unit/hardware/printer/status.test.ts'],
  },
  {
    means: 'the number on the screen is hidden in the middle of typing',
    file: 'src-renderer/screens/document-keypad.tsx',
    snippet: 'return () => clearTimeout(timer);',
    replacement: '',
    noticedBy: ['tests/unit/src-renderer/check-in.test.tsx'],
  },
  {
    means: 'the countdown runs twice as fast once the core has said anew how long is left',
    file: 'src-renderer/components/warning-sheet.tsx',
    snippet: 'return () => clearInterval(timer);',
    replacement: '',
    noticedBy: ['tests/unit/src-renderer/screens.test.tsx'],
  },
  {
    means: 'high contrast cannot be switched off',
    file: 'src-renderer/screens/access.tsx',
    snippet: "contrast: access.contrast === 'high' ? 'normal' : 'high'",
    replacement: "contrast: 'high'",
    noticedBy: ['tests/unit/src-renderer/screens.test.tsx'],
  },
  {
    means: 'a lost core shows as a notice over the stale screen',
    file: 'src-renderer/app.tsx',
    snippet: " || refusal === 'core-down';",
    replacement: ';',
    noticedBy: ['tests/unit/src-renderer/screens.test.tsx'],
  },
  {
    means: 'whatever lies beside the certificates is read as one',
    file: 'config/load.ts',
    snippet: "entry.name.endsWith('.pem') && !entry.isDirectory()",
    replacement: '!entry.isDirectory()',
    noticedBy: ['tests/unit/config/load.test.ts'],
  },
];
