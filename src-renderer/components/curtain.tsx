import { useEffect, useRef } from 'preact/hooks';
import { languageRow } from '../../config/languages.ts';
import { createTranslator } from '../../config/locales/index.ts';
import type { ViewState } from '../../src-main/session/contract/view-state.ts';
import { useWords } from '../speaking.ts';
import { useSession } from '../touching.ts';

/** Time for which the curtain must be touched: longer than any ordinary touch, so that an exploring finger does not open it. */
const HOLD_MS = 3_000;

/**
 * Hides the screen of a citizen who listens. The curtain says to bystanders, in the office's first language, that the kiosk is in use and
 * how to open the curtain.
 */
export function Curtain({ speech, languages }: Pick<ViewState, 'speech' | 'languages'>) {
  const [language = 'ca'] = languages;
  const t = createTranslator(language, 'screen');
  const session = useSession();
  const holding = useRef<ReturnType<typeof setTimeout>>(undefined);
  const release = (): void => clearTimeout(holding.current);
  useEffect(() => release, []);
  const hold = (): void => {
    release();
    const { mode, speed, volume } = speech;
    holding.current = setTimeout(
      () => void session.setSpeech({ speech: { mode, speed, volume, curtain: false } }),
      HOLD_MS,
    );
  };
  return (
    <aside class="curtain" lang={language} dir={languageRow(language).direction}>
      <p
        class="curtain-words"
        onPointerDown={hold}
        onPointerUp={release}
        onPointerCancel={release}
        onPointerLeave={release}
      >
        <span class="line">{t('speech.inUse')}</span>
        <span class="line">{t('speech.holdToSee')}</span>
      </p>
    </aside>
  );
}

export function VoiceNote({ isLead = false }: { isLead?: boolean }) {
  const { t } = useWords();
  return (
    <p class={isLead ? 'lead voice-note' : 'voice-note'} role="alert">
      {t('speech.notHeard')}
    </p>
  );
}
