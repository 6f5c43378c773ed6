import type { Attention } from '../../src-main/contract/kiosk/view-state.ts';
import { useWords } from '../speaking.ts';
import { Pictogram } from './pictogram.tsx';
import { Note } from './steps.tsx';

/** What the person has asked of the staff, on every screen until they leave. */
export function AskedMarks({ attention: { preferential, comeAndFetch } }: { attention: Attention }) {
  const { t } = useWords();
  if (!preferential && !comeAndFetch) return null;
  return (
    <span class="asked-marks">
      {preferential && (
        <span class="asked-mark">
          <Pictogram name="hands" />
          <span>{t('asked.preferential')}</span>
        </span>
      )}
      {comeAndFetch && (
        <span class="asked-mark">
          <Pictogram name="wave" />
          <span>{t('asked.comeAndFetch')}</span>
        </span>
      )}
    </span>
  );
}

/** That it was noted, for whoever has a number: no paper says it. */
export function AskedNotes({ attention: { preferential, comeAndFetch } }: { attention: Attention }) {
  const { t } = useWords();
  return (
    <>
      {comeAndFetch && <Note pictogram="wave" strong={t('ticket.fetchAsked')} rest="" />}
      {preferential && <Note pictogram="hands" strong={t('ticket.preferentialAsked')} rest="" />}
    </>
  );
}
