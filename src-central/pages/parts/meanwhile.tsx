import { useCentreWords } from '../centre-words.ts';

/** The choice after another person has saved meanwhile: the typed changes are still there, and the person decides between both. */
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
