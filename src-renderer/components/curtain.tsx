import { useEffect, useRef } from 'preact/hooks';
import type { ViewState } from '../../src-main/contract/kiosk/view-state.ts';
import { useWords } from '../speaking.ts';
import { useSession } from '../touching.ts';

/** Longer than any touch that orders, so that no finger which explores opens it. */
const HOLD_MS = 3_000;

/** Hides the screen of whoever listens. It says that the kiosk is in use, and how whoever sees takes it back. */
export function Curtain({ speech }: Pick<ViewState, 'speech'>) {
  const { t } = useWords();
  const session = useSession();
  const holding = useRef<ReturnType<typeof setTimeout>>(undefined);
  const release = (): void => clearTimeout(holding.current);
  useEffect(() => release, []);
  const hold = (): void => {
    release();
    const { mode, speed, volume } = speech;
    holding.current = setTimeout(() => void session.setSpeech({ mode, speed, volume, curtain: false }), HOLD_MS);
  };
  return (
    <aside class="curtain">
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

/** For whoever waits to be spoken to in vain, and whoever is with them. */
export function VoiceNote({ isLead = false }: { isLead?: boolean }) {
  const { t } = useWords();
  return (
    <p class={isLead ? 'lead voice-note' : 'voice-note'} role="alert">
      {t('speech.notHeard')}
    </p>
  );
}
