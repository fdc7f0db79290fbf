import type { Verdict } from './judge.ts';
import type { CaseReport, FileReport } from './run-folder.ts';

type Kind = Verdict['kind'];
type Counts = Record<Kind, number>;

/** Names stand in a column of this width. */
const NAME_WIDTH = 20;

/** The report, line by line: each file with its sums and everything in it that did not pass, and the sums of all. */
export function linesOfReport(reports: readonly FileReport[]): string[] {
  const sums = reports.map((report) => ('cases' in report ? countsOf(report.cases) : null));
  const all = sums.reduce<Counts>((total, sum) => (sum === null ? total : added(total, sum)), noCounts());
  return [...reports.flatMap(linesOfFile), lineOfSums('together', all)];
}

/** True when nothing failed that has to pass, and every file could be read. */
export function isGood(reports: readonly FileReport[]): boolean {
  return reports.every((report) => 'cases' in report && report.cases.every(({ verdict }) => verdict.kind !== 'failed'));
}

function linesOfFile(report: FileReport): string[] {
  if ('unreadable' in report) {
    return [`${report.file.padEnd(NAME_WIDTH)}cannot be read: ${report.unreadable}`];
  }
  const remarks = report.cases.flatMap((each) => {
    const words = wordsOf(each);
    return words === null ? [] : [`  ${each.id}: ${words}`];
  });
  return [lineOfSums(report.file, countsOf(report.cases)), ...remarks];
}

function wordsOf({ verdict, policy, mustPass }: CaseReport): string | null {
  switch (verdict.kind) {
    case 'passed':
      return null;
    case 'failed':
      return `FAILED: ${verdict.differences.join('; ')}`;
    case 'differs':
      return `differs: ${verdict.differences.join('; ')}${policy === '' ? '' : ` (the case's policy: ${policy})`}`;
    case 'not_expressible':
      return `not expressible${mustPass ? ', though it should hold everywhere' : ''}: ${verdict.reason}`;
  }
}

function lineOfSums(name: string, counts: Counts): string {
  const cases = counts.passed + counts.failed + counts.differs + counts.not_expressible;
  const words = [
    `${String(counts.passed)} passed`,
    `${String(counts.failed)} failed`,
    ...(counts.differs === 0 ? [] : [`${String(counts.differs)} differing by policy`]),
    `${String(counts.not_expressible)} not expressible`,
  ];
  return `${name.padEnd(NAME_WIDTH)}${words.join(', ')} of ${String(cases)}`;
}

function countsOf(cases: readonly CaseReport[]): Counts {
  return cases.reduce((counts, { verdict }) => ({ ...counts, [verdict.kind]: counts[verdict.kind] + 1 }), noCounts());
}

function added(a: Counts, b: Counts): Counts {
  return {
    passed: a.passed + b.passed,
    failed: a.failed + b.failed,
    differs: a.differs + b.differs,
    not_expressible: a.not_expressible + b.not_expressible,
  };
}

function noCounts(): Counts {
  return { passed: 0, failed: 0, differs: 0, not_expressible: 0 };
}
