// The report page in English.

import { takeOver } from "./report.js";
import { words } from "./words/en.js";

takeOver(words);
