const text = await (await fetch('text.json')).json();
const at = (id) => document.getElementById(id);

document.body.classList.toggle('bare', new URLSearchParams(location.search).has('bare'));
at('waiting').textContent = text.waiting;
at('remove-paper').textContent = text.removePaper;
at('load-paper').textContent = text.loadPaper;

const order = (path) => fetch(path, { method: 'POST' });
at('remove-paper').addEventListener('click', () => order('paper/out'));
at('load-paper').addEventListener('click', () => order('paper/ok'));
at('cover').addEventListener('click', () => order(at('cover').dataset.order));

function showState({ paper, cover }) {
  at('condition').textContent = cover === 'open' ? text.coverOpen : text.paper[paper];
  at('condition').classList.toggle('faulty', cover === 'open' || paper !== 'ok');
  at('remove-paper').disabled = paper === 'out';
  at('load-paper').disabled = paper === 'ok';
  at('cover').textContent = cover === 'open' ? text.closeCover : text.openCover;
  at('cover').dataset.order = cover === 'open' ? 'cover/closed' : 'cover/open';
}

async function showPaper({ image, lines, leavingMs }) {
  // The page may be embedded below the root.
  at('image').src = `.${image}`;
  at('image').alt = lines.join('. ');
  await at('image').decode();
  at('waiting').hidden = true;
  const paper = at('paper');
  paper.hidden = false;
  paper.classList.remove('leaving');
  // The animation restarts only after the style was computed without the class.
  void paper.offsetHeight;
  paper.style.setProperty('--leaving-ms', `${leavingMs}ms`);
  paper.classList.add('leaving');
}

const events = new EventSource('events');
events.addEventListener('state', (event) => showState(JSON.parse(event.data)));
events.addEventListener('paper', (event) => showPaper(JSON.parse(event.data)));
