import { refuse } from '../../domain/result.ts';
import { type KioskContext, touch } from '../kiosk-context.ts';
import type { Commands } from './command.ts';

/** Touches that are the same wherever somebody stands. */
export function touchCommands(context: KioskContext) {
  const { office } = context;
  return {
    openLanguages: ({ session }) => touch(context, session, { type: 'open-overlay', overlay: 'language' }),
    chooseLanguage: ({ session, language }) =>
      office.profile.languages.includes(language)
        ? touch(context, session, { type: 'choose-language', language })
        : refuse({ kind: 'unknown-language', detail: language }),
    openAccess: ({ session }) => touch(context, session, { type: 'open-overlay', overlay: 'access' }),
    setAccess: ({ session, access }) => touch(context, session, { type: 'set-access', access }),
    setAttention: ({ session, attention }) => touch(context, session, { type: 'set-attention', attention }),
    openHelp: ({ session }) => touch(context, session, { type: 'open-overlay', overlay: 'help' }),
    openDocuments: ({ session }) =>
      office.documentServices().length > 0
        ? touch(context, session, { type: 'open-overlay', overlay: 'documents' })
        : refuse({ kind: 'no-documents' }),
    back: ({ session }) => touch(context, session, { type: 'back' }),
    stay: ({ session }) => touch(context, session, { type: 'stay' }),
    finish: ({ session }) => touch(context, session, { type: 'finish' }),
  } satisfies Partial<Commands>;
}
