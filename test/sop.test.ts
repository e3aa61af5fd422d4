// The nine steps as the SOP tells them, in order: one case, from its application to the final report.
import './sop/steps-1-to-3.js';
import './sop/steps-4-to-9.js';
