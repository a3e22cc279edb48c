export { type SurveyOptions, surveyCorpus } from './survey.ts';
