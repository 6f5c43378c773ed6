import { refuse } from '../../domain/result.ts';
import { type KioskContext, touch } from '../kiosk-context.ts';
import type { Commands } from './command.ts';

/** Touches that are the same wherever somebody stands. */
export function touchCommands(context: KioskContext) {
  const { office } = context;
  return {
    openLanguages: ({ stamp }) => touch(context, stamp, { type: 'open-overlay', overlay: 'language' }),
    chooseLanguage: ({ stamp, language }) =>
      office.profile.languages.includes(language)
        ? touch(context, stamp, { type: 'choose-language', language })
        : refuse({ kind: 'unknown-language', detail: language }),
    openAccess: ({ stamp }) => touch(context, stamp, { type: 'open-overlay', overlay: 'access' }),
    setAccess: ({ stamp, access }) => touch(context, stamp, { type: 'set-access', access }),
    setAttention: ({ stamp, attention }) => touch(context, stamp, { type: 'set-attention', attention }),
    openHelp: ({ stamp }) => touch(context, stamp, { type: 'open-overlay', overlay: 'help' }),
    openDocuments: ({ stamp }) =>
      office.documentServices().length > 0
        ? touch(context, stamp, { type: 'open-overlay', overlay: 'documents' })
        : refuse({ kind: 'no-documents' }),
    back: ({ stamp }) => touch(context, stamp, { type: 'back' }),
    stay: ({ stamp }) => touch(context, stamp, { type: 'stay' }),
    act: ({ stamp }) => touch(context, stamp, { type: 'act' }),
    finish: ({ stamp }) => touch(context, stamp, { type: 'finish' }),
  } satisfies Partial<Commands>;
}
