/** What every page reads, even where only some need it: each is too small for a request of its own. */

import "../components/task/score";
import "../lib/scrolling";
import "../model/fields";
