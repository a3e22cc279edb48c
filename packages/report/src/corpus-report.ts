import { checkNumbers } from './check.ts';
import { classSection } from './corpus-report/classes.ts';
import { faultSection } from './corpus-report/faults.ts';
import { gallerySection } from './corpus-report/gallery.ts';
import { lengthSection } from './corpus-report/lengths.ts';
import { speakerSection } from './corpus-report/speakers.ts';
import type { CorpusReport } from './corpus-report/types.ts';
import { voiceSection } from './corpus-report/voices.ts';
import { count, duration, NONE } from './format.ts';
import { cards } from './page/cards.ts';
import { syntheticNotice } from './page/notice.ts';
import { htmlPage } from './page/page.ts';
import { skippedTable } from './page/skipped.ts';

/** The page that a corpus is looked through with: classes, speakers, voices, examples and faults. */
export function corpusReport(corpus: CorpusReport): string {
  const { examples, faults, ...figures } = corpus;
  checkNumbers(figures, 'corpus');
  const { name, labels, clips, speakers, lengths, voices, skipped } = corpus;
  return htmlPage({
    title: name,
    subtitle: [corpus.root, corpus.licence].filter((part) => part !== undefined).join(' · ') || undefined,
    notices: corpus.synthetic ? [syntheticNotice(name)] : [],
    summary: cards([
      { label: 'Clips', value: count(clips) },
      { label: 'Classes', value: count(labels.length) },
      { label: 'Speakers', value: speakers.length > 0 ? count(speakers.length) : NONE },
      { label: 'Speech', value: duration(corpus.seconds) },
    ]),
    sections: [
      classSection(corpus),
      ...(speakers.length > 0 && labels.length > 0 ? [speakerSection(corpus)] : []),
      ...(lengths.length > 0 ? [lengthSection(corpus)] : []),
      ...(voices.some(({ loudness }) => loudness !== undefined) ? [voiceSection(corpus)] : []),
      ...(examples.length > 0 ? [gallerySection(examples)] : []),
      ...(clips > 0 ? [faultSection(faults)] : []),
      ...(skipped.length > 0 ? [{ title: 'Left out', body: skippedTable(skipped) }] : []),
    ],
  });
}
