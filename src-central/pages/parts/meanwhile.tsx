import { useCentreWords } from '../centre-words.ts';

/** Asks the person whose version to keep, because another person has saved in the meantime. The typed changes are not lost. */
export function Meanwhile({ onMine, onTheirs }: { onMine: () => void; onTheirs: () => void }) {
  const { words } = useCentreWords();
  return (
    <section class="state meanwhile" role="alert">
      <p>{words('meanwhile.says')}</p>
      <div class="page-buttons">
        <button type="button" class="button" onClick={onTheirs}>
          {words('meanwhile.theirs')}
        </button>
        <button type="button" class="button" onClick={onMine}>
          {words('meanwhile.mine')}
        </button>
      </div>
    </section>
  );
}
