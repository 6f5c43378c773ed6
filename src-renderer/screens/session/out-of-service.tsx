import { BigArch } from '../../components/arch.tsx';
import { Facade } from '../../components/frames.tsx';
import { Pictogram } from '../../components/pictogram.tsx';
import { useWords } from '../../speaking.ts';
import type { ScreenProps } from '../screen-props.ts';

export function OutOfServiceScreen({ state, view }: ScreenProps<'out-of-service'>) {
  const { t } = useWords();
  return (
    <Facade state={state} title={t('desk.title')}>
      <BigArch lit>
        <Pictogram name="help" />
        <p class="arch-name">{t('desk.goThere')}</p>
        <p class="arch-facts">{t('desk.theyGive')}</p>
        <p class="arch-code">{t('desk.code', { code: view.cause })}</p>
      </BigArch>
    </Facade>
  );
}
