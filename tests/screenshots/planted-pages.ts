import type { Bounds, Rule } from './page/report.ts';

interface Page {
  name: string;
  body: string;
  bounds?: Partial<Bounds>;
}

/** Each page has one fault, which the misfit finder must name. `also` is a second rule that the fault breaks. */
export const PLANTED: readonly (Page & { rule: Rule; also?: Rule })[] = [
  {
    rule: 'read-order',
    name: 'a key that a style moved in front of those which are read before it',
    body: '<div class="keys"><button class="at" style="left: 500px">1</button><button class="at">X</button></div>',
  },
  {
    rule: 'clipped',
    name: 'the second line of a text in a box of one line',
    body: '<p style="width: 260px; height: 54px; overflow: hidden">Agafeu el tiquet</p>',
  },
  {
    rule: 'clipped',
    name: 'descenders that the box of their line cuts away',
    body: '<p style="height: 44px; overflow: hidden; line-height: 54px">Agafeu</p>',
  },
  {
    rule: 'clipped',
    name: 'a word that is wider than an ancestor that hides what sticks out',
    body: '<div style="width: 120px; overflow: clip visible"><div style="width: 400px"><p>Empadronament</p></div></div>',
  },
  {
    rule: 'clipped',
    name: 'a text beyond the edge of the glass',
    body: '<p class="at" style="left: -20px">Registre</p>',
  },
  {
    rule: 'clipped',
    name: 'a text under a clip path',
    body: '<p style="width: 300px; clip-path: inset(0px 200px 0px 0px)">Registre</p>',
  },
  {
    rule: 'covered',
    name: 'a sheet over words',
    body: '<p class="at">Torn</p><div class="at" style="left: 0; top: 60px; width: 600px; height: 200px; background: #eee"></div>',
  },
  {
    rule: 'covered',
    also: 'overlap',
    name: 'a warning over the stripe that it leaves in sight',
    body: `<div data-warned="band"><p class="stripe at">Torn</p><div role="alertdialog" class="at" style="left: 0; top: 60px; width: 600px; height: 200px; background: #eee"><button>Ja</button></div></div>`,
  },
  {
    rule: 'overlap',
    name: 'one line whose descenders reach another’s capitals',
    body: '<p class="at">Pagament</p><p class="at" style="top: 138px">Habitatge</p>',
  },
  {
    rule: 'overlap',
    name: 'words that run into a button which is not theirs',
    body: '<button class="at" style="background: none"></button><p class="at" style="left: 350px; top: 130px">Torn</p>',
  },
  {
    rule: 'parted',
    name: 'a pronoun that stands on a line of its own behind its hyphen',
    body: '<p style="width: min-content">Acosteu-lo</p>',
  },
  {
    rule: 'sticks-out',
    name: 'a word wider than its button',
    body: '<button style="width: 200px; background: none">Empadronament</button>',
  },
  {
    rule: 'sticks-out',
    name: 'a line below the lower edge of its card',
    body: '<div style="width: 200px; height: 80px; background: #eee">Registre i tràmits</div>',
  },
  {
    rule: 'ellipsis',
    name: 'a text that ends in dots',
    body: '<p style="width: 280px; overflow: hidden; white-space: nowrap; text-overflow: ellipsis">Tràmits de territori</p>',
    also: 'clipped',
  },
  {
    rule: 'crossed',
    name: 'ribs behind words',
    body: `<svg class="at" style="left: 0; top: 0" width="600" height="400"><path d="M50 390 C50 60 400 60 400 390" fill="none" stroke="#9cc" stroke-width="3"/></svg>
      <p class="at" style="left: 50px; top: 150px">Bon dia</p>`,
  },
  {
    rule: 'crossed',
    name: 'the edge of another box behind words',
    body: '<div class="at" style="width: 80px; height: 200px; background: #eee"></div><p class="at" style="left: 140px">Bon dia</p>',
  },
  { rule: 'small-capitals', name: 'capitals of 7.0 mm', body: '<p style="font-size: 42px">Torn</p>' },
  {
    rule: 'small-capitals',
    name: 'letters that a transform makes small',
    body: '<p style="transform: scale(0.8)">Torn</p>',
  },
  {
    rule: 'small-capitals',
    name: 'letters of a drawing',
    body: '<svg width="300" height="150" viewBox="0 0 600 300"><text x="20" y="150" font-size="60">24</text></svg>',
  },
  { rule: 'torn-apart', name: 'joined letters apart', body: '<p style="letter-spacing: 0.05em">العربية</p>' },
  {
    rule: 'not-apart',
    name: 'letters as close as ever, for whoever asked for more',
    body: '<p style="word-spacing: 0.16em">Torn ara</p>',
    bounds: { apart: true },
  },
  {
    rule: 'not-apart',
    name: 'words a little apart',
    body: '<p style="letter-spacing: 0.12em; word-spacing: 0.1em">Torn ara</p>',
    bounds: { apart: true },
  },
  {
    rule: 'not-apart',
    name: 'two lines that stand close',
    body: '<p style="width: 260px; line-height: 1.4; letter-spacing: 0.12em; word-spacing: 0.16em">Agafeu el tiquet</p>',
    bounds: { apart: true },
  },
  { rule: 'small-target', name: 'a target of 19 mm', body: '<button style="height: 76px">Sí</button>' },
  {
    rule: 'small-target',
    name: 'a target of which an ancestor leaves 15 mm',
    body: '<div style="height: 60px; overflow: hidden"><button style="padding-bottom: 64px">Sí</button></div>',
  },
  {
    rule: 'near-targets',
    name: 'two targets without a gap',
    body: '<div style="display: flex"><button>Ajuda</button><button>Enrere</button></div>',
  },
  {
    rule: 'near-targets',
    name: 'two targets 2 mm apart',
    body: '<button>Ajuda</button><button style="margin-top: 8px">Enrere</button>',
  },
  {
    rule: 'out-of-reach',
    name: 'a target above the line of reach',
    body: '<button class="at">Ajuda</button>',
    bounds: { reachFromPx: 400 },
  },
  {
    rule: 'out-of-reach',
    name: 'a high target of which less than a finger needs stands below the line of reach',
    body: '<button class="at" style="top: 240px; height: 200px">Ajuda</button>',
    bounds: { reachFromPx: 400, reachedPart: 'least' },
  },
  {
    rule: 'out-of-reach',
    name: 'a high target that stands low in part, where all of it must',
    body: '<button class="at" style="top: 240px; height: 260px">Ajuda</button>',
    bounds: { reachFromPx: 400 },
  },
  {
    rule: 'small-code',
    name: 'a code of 29 mm',
    body: '<svg class="follow-code at" style="left: 300px; width: 148px; height: 148px" viewBox="-4 -4 37 37"><path class="follow-ink" d="M0 0h29v29h-29z"/></svg>',
  },
  {
    rule: 'crossed',
    name: 'a number that runs into the quiet zone of a code',
    body: '<p class="at" style="font-size: 200px">A047</p><svg class="follow-code at" style="left: 300px; width: 160px; height: 160px" viewBox="-4 -4 37 37"><path class="follow-ink" d="M0 0h29v29h-29z"/></svg>',
  },
  {
    rule: 'second-page',
    name: 'a ticket in two pages',
    body: '<div class="pager"><p>1/2</p></div>',
    bounds: { onePage: true },
  },
  {
    rule: 'parted-façade',
    name: 'a façade whose doors are bars',
    body: '<div class="facade" data-screen="idle"><p class="office-name">OAC</p><p class="clock">10.24</p><button class="entry"><span class="entry-light" style="display: none"></span>Cita</button></div>',
    bounds: { wholeFacade: true },
  },
  {
    rule: 'parted-façade',
    name: 'a façade without its clock',
    body: '<div class="facade" data-screen="idle"><p class="office-name">OAC</p><p class="clock" style="display: none">10.24</p><button class="entry"><span class="entry-light" style="display: block; height: 9px"></span>Cita</button></div>',
    bounds: { wholeFacade: true },
  },
  {
    rule: 'few-choices',
    name: 'a first page with one of three choices',
    body: '<ul class="rows"><li><p>Padró</p></li><li style="display: none"></li></ul><div class="pager"><button class="pager-next">Més</button></div>',
    bounds: { leastChoices: 2 },
  },
];

export const WITHOUT_FAULT: readonly Page[] = [
  {
    name: 'keys that a style put in another order than the page, and that are read in it',
    body: `<div class="keys" style="display: grid; grid-template-columns: 300px 300px; gap: 12px">
      <button style="order: 1">X</button><button>1</button><button>2</button></div>`,
  },
  {
    name: 'a last page with one choice',
    body: '<ul class="rows"><li><p>Padró</p></li></ul><div class="pager"><button class="pager-next" disabled>Més</button></div>',
    bounds: { leastChoices: 2 },
  },
  {
    name: 'a façade with its office, its clock and an arch',
    body: '<div class="facade" data-screen="idle"><p class="office-name">OAC</p><p class="clock">10.24</p><button class="entry"><span class="entry-light" style="display: block; height: 9px"></span>Cita</button></div>',
    bounds: { wholeFacade: true, onePage: true },
  },
  {
    name: 'a pronoun that goes to the next line with its verb',
    body: '<p style="width: min-content">Obriu-\u2060lo i acosteu-\u2060lo al lector</p>',
  },
  {
    name: 'a code of 31 mm beside a number, in one page of a list',
    body: '<p style="width: 100px">A4</p><svg class="follow-code at" style="left: 300px; width: 160px; height: 160px" viewBox="-4 -4 37 37"><path class="follow-ink" d="M0 0h29v29h-29z"/></svg><div class="pager"><p>1/2</p></div>',
  },
  {
    name: 'words on a curtain, over a screen that is hidden',
    body: '<p class="at">Torn</p><button class="at"></button><div class="curtain at" style="inset: 0; background: #fff; pointer-events: none"><p class="at">Fosca</p></div>',
  },
  {
    name: 'a high target of which a finger reaches enough',
    body: '<button class="at" style="top: 240px; height: 260px">Ajuda</button>',
    bounds: { reachFromPx: 400, reachedPart: 'least' },
  },
  {
    name: 'two lines with room, a button, another 3 mm below it',
    body: '<p>Registre i tràmits</p><button>Ajuda</button><button style="margin-top: 12px">Enrere</button>',
  },
  {
    name: 'tight lines of one title',
    body: '<h1 style="width: 400px; font-size: 90px; line-height: 1.05">Agafeu el tiquet ara</h1>',
  },
  {
    name: 'letters apart that do not join, and words that are written with joined ones',
    body: '<p style="letter-spacing: 0.12em">Català</p><p style="word-spacing: 0.16em">اللغة العربية</p>',
  },
  {
    name: 'all that stands as far apart as it should, and one line that has nothing under it',
    body: '<p style="width: 260px; line-height: 1.5; letter-spacing: 0.12em; word-spacing: 0.16em">Agafeu el tiquet</p><p style="line-height: 1.05; letter-spacing: 0.12em">A024</p>',
    bounds: { apart: true },
  },
  {
    name: 'words apart where letters join, whoever has asked for more',
    body: '<p lang="ar" style="width: 260px; line-height: 1.5; word-spacing: 0.16em">اللغة العربية A024</p>',
    bounds: { apart: true },
  },
  {
    name: 'what is only read aloud',
    body: '<p style="position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap">Idioma</p><p>Torn</p>',
  },
  {
    name: 'a line of technician’s type where 5 mm are asked for',
    body: '<p style="font-size: 32px">Impressora</p>',
    bounds: { capitalMm: 5 },
  },
  {
    name: 'words inside an arch whose outline runs around them',
    body: `<svg class="at" style="left: 0; top: 0" width="800" height="600"><path d="M50 590 C50 60 700 60 700 590 Z" fill="#efe"/></svg>
      <p class="at" style="left: 300px; top: 350px">Bon dia</p>`,
  },
  {
    name: 'words beside a thick line of a drawing that is shown much smaller',
    body: `<svg class="at" style="left: 0; top: 0" width="400" height="400" viewBox="0 0 4000 4000"><path d="M900 0 V4000" stroke="#9cc" stroke-width="100"/></svg>
      <p class="at" style="left: 110px; top: 100px">Bon dia</p>`,
  },
  {
    name: 'ribs behind a sheet with words',
    body: `<svg class="at" style="left: 0; top: 0" width="600" height="400"><path d="M50 390 C50 60 400 60 400 390" fill="none" stroke="#9cc" stroke-width="3"/></svg>
      <div class="at" style="left: 20px; top: 20px; width: 560px; height: 360px; background: #fff"><p>Bon dia</p></div>`,
  },
  {
    name: 'a question over a page that it covers',
    body: `<p class="at">Registre</p><button class="at" style="top: 300px">Ajuda</button>
      <div role="alertdialog" style="position: fixed; inset: 0; background: #eee"><p>Encara hi sou?</p><button style="margin-top: 260px">Sí</button></div>`,
  },
];
