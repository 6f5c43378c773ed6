import { useWords } from '../../speaking.ts';
import { useSession } from '../../touching.ts';

export function NightScreen() {
  const { t } = useWords();
  const session = useSession();
  return (
    <div class="frame night" data-screen="night">
      <main>
        <h1 class="spoken">{t('night.title')}</h1>
        <button type="button" class="night-glass" onClick={session.act}>
          <span class="spoken">{t('night.light')}</span>
        </button>
      </main>
    </div>
  );
}
