// The report page in Chinese.

import { takeOver } from "./report.js";
import { words } from "./words/zh.js";

takeOver(words);
