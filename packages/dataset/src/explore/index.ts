export { illustrateClip } from './illustrate.ts';
export { type SurveyOptions, surveyCorpus } from './survey.ts';
