import type { ViewState } from '../../src-main/contract/kiosk/view-state.ts';
import { useWords } from '../speaking.ts';
import { Pictogram } from './pictogram.tsx';
import { Note } from './steps.tsx';

type Asked = { state: Pick<ViewState, 'attention' | 'attentionAcknowledged'> };

/** What the person has asked of the staff, on every screen until they leave. */
export function AskedMarks({ state }: Asked) {
  const { preferential, comeAndFetch } = state.attention;
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
          <span>{t(state.attentionAcknowledged ? 'asked.coming' : 'asked.comeAndFetch')}</span>
        </span>
      )}
    </span>
  );
}

/** That it was noted, for whoever has a number: no paper says it. That somebody is coming, once somebody has said so. */
export function AskedNotes({ state }: Asked) {
  const { preferential, comeAndFetch } = state.attention;
  const isSeen = state.attentionAcknowledged;
  const { t } = useWords();
  return (
    <>
      {comeAndFetch && (
        <Note pictogram="wave" strong={t(isSeen ? 'ticket.fetchComing' : 'ticket.fetchAsked')} rest="" />
      )}
      {preferential && (
        <Note pictogram="hands" strong={t(isSeen ? 'ticket.preferentialSeen' : 'ticket.preferentialAsked')} rest="" />
      )}
    </>
  );
}
