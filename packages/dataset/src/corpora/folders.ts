import { labelOf } from './emotions.ts';
import { type NamingRule, withoutExtension } from './naming.ts';

/** A folder a class: the folder right below the corpus folder is the label, whatever lies deeper in it. */
export const folders: NamingRule<'folders'> = {
  kind: 'folders',
  example: 'angry/any-name.wav',

  parse(file) {
    const slash = file.indexOf('/');
    if (slash < 0) return undefined;
    return { recording: withoutExtension(file), label: labelOf(file.slice(0, slash)) };
  },
};
