/** Texts of the dialog for Mermaid diagrams. */

import { catalog } from '#shared/texts/catalog.ts';
import type { DiagramProblem } from './problem.ts';

export const diagramTexts = catalog('whiteboard.diagrams', {
  description:
    'Flowcharts, and sequence, class, state and entity relationship diagrams become elements. Other diagrams become a picture.',
  placeholder: 'Write a Mermaid diagram here…',
});

/** The reasons why a text is not drawn, with remedies. */
const diagramProblems = catalog('whiteboard.diagramProblems', {
  'not-loaded':
    'The part of Paxboard that draws diagrams did not load. Check the connection to the computer that serves this page, then open this dialog again.',
  'no-kind':
    'The text does not begin with a kind of diagram. Begin it with “flowchart TD” or “sequenceDiagram”, for example.',
  'too-many-edges': 'A flowchart can have 500 arrows and lines at most. Divide this one into several.',
  'too-long': 'The text of a diagram can have 50,000 characters at most. Divide this one into several.',
  line: 'Line {line, number} is not correct, or the end of the line before it. Change it, and the diagram is drawn.',
  other: 'This text cannot be drawn as a diagram. Check whether a part of it is missing.',
});

export function diagramProblemText(problem: DiagramProblem): string {
  return problem.kind === 'line'
    ? diagramProblems.line({ line: problem.line })
    : diagramProblems[problem.kind];
}
