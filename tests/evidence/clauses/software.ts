import { type Chapter, duty, heading, none, shown } from '../clause.ts';

const CLOSED = 'Closed to assistive technology by nature: clause 5.1 stands in its place (11.5.1).';
const NO_SETTINGS =
  'A kiosk has no platform that its public can set: each of its own settings is on its screens (5.2).';
const NO_AUTHORING = 'Nobody writes content with it.';
const SERVICES: readonly string[] = [
  'Services of the platform for an interface',
  'Services of the platform for assistive technology',
  'Use of these services',
  'Assistive technology',
  'Name, role, state, place',
  'Rows, columns and their headers',
  'Values',
  'Labels and what they label',
  'Parents and children',
  'Text',
  'Which actions there are',
  'Actions can be done',
  'Focus and selection are followed',
  'Focus and selection are moved',
  'Changes are told',
  'States are changed',
  'Values and text are changed',
];

/** EN 301 549, clauses 10 to 13, without the clauses of 11 that repeat WCAG. */
export const SOFTWARE: Chapter = {
  title: 'EN 301 549, 10 to 13: documents, software, support, relay services',
  about: 'Clauses 11.1 to 11.4 are those of WCAG and stand in the next table.',
  clauses: [
    none('10', 'Documents that are no web pages', 'The kiosk shows no documents; what it prints is paper (5.1.3.16).'),
    heading('11', 'Software'),
    none('11.0', 'In general', 'Informative: asks nothing.'),
    heading('11.5', 'Work with assistive technology'),
    shown('11.5.1', 'Closed software meets clause 5.1', 'allIsSaid', 'goesByKeys', 'keyboardAlone'),
    heading('11.5.2', 'Accessibility services'),
    ...SERVICES.map((title, index) => none(`11.5.2.${index + 1}`, title, CLOSED)),
    heading('11.6', 'Accessibility features of the platform'),
    none('11.6.1', 'People control those of the platform', NO_SETTINGS),
    none('11.6.2', 'Those of the platform are not disturbed', NO_SETTINGS),
    none('11.7', 'Settings of the platform are followed', NO_SETTINGS),
    heading('11.8', 'Authoring tools'),
    none('11.8.1', 'Which technology', NO_AUTHORING),
    none('11.8.2', 'Accessible content can be made', NO_AUTHORING),
    none('11.8.3', 'Transformations keep it', NO_AUTHORING),
    none('11.8.4', 'Repairs are helped', NO_AUTHORING),
    none('11.8.5', 'Templates are accessible', NO_AUTHORING),
    heading('12', 'Documentation and support'),
    heading('12.1', 'Documentation'),
    shown('12.1.1', 'It lists what makes the product accessible', 'wholePage', 'statementTells'),
    shown('12.1.2', 'It is accessible itself', 'pagesAccessible'),
    heading('12.2', 'Support'),
    none('12.2.1', 'In general', 'Informative: asks nothing.'),
    duty(
      '12.2.2',
      'It knows what makes the product accessible',
      'Staff at the desk know this page and the accessibility statement.',
      'city',
    ),
    duty(
      '12.2.3',
      'It serves people as they communicate',
      'The desk serves people who do not hear, speak or see, in writing too.',
      'city',
    ),
    duty(
      '12.2.4',
      'Its documents are accessible',
      'What the city adds to the statement is an accessible web page.',
      'city',
    ),
    none('13', 'Relay and emergency services', 'The kiosk gives access to neither.'),
  ],
};
