import type { ScreenName } from '../../../src-main/session/contract/view-state.ts';
import { Actions, Button } from '../../components/button.tsx';
import { Inside } from '../../components/frames.tsx';
import { useWords } from '../../speaking.ts';
import { useSession } from '../../touching.ts';
import type { ScreenProps } from '../screen-props.ts';

/**
 * Shown instead of a screen whose file could not be loaded, because disk or installation is damaged. It offers no second try, because the
 * page would get the failure of the first import again.
 */
export function MissingScreen({ state, view }: ScreenProps<ScreenName>) {
  const { t } = useWords();
  const { finish } = useSession();
  return (
    <Inside state={state} title={t('missing.title')}>
      <p>{t('desk.code', { code: `no file: ${view.screen}` })}</p>
      <Actions>
        <Button kind="primary" pictogram="check" text={t('ticket.finish')} onTouch={finish} />
      </Actions>
    </Inside>
  );
}
