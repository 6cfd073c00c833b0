/**
 * How large a board and its parts may become. Lengths of texts are in UTF-16 code units.
 *
 * They are part of what is agreed: every replica refuses the same commands. Changing one changes outcomes, so it needs
 * a new protocol version (`docs/protocol.md`).
 */

/** Characters in the id of an element or a task, at most. */
export const maxIdLength = 100;

/** Patches in one `elements/patch`, at most. */
export const maxPatchesPerCommand = 1_000;

/** Elements of a board, removed ones included, at most. */
export const maxElements = 50_000;

/**
 * Bytes of one element as `jsonBytes` counts them, at most. One that is larger than `maxCommandBytes` comes in several
 * commands (`ElementPatch.append`).
 */
export const maxElementBytes = 1024 * 1024;

/** Characters of the text on which a changed text of an element is based (`ElementPatch.textWas`), at most. */
export const maxTextWasLength = 32 * 1024;

/** Bytes of the parts of one change that are kept until the last one is there, as `jsonBytes` counts them, at most. */
export const maxPartsBytes = 2 * 1024 * 1024;

/** Bytes of the parts of all changes that are not whole yet, as `jsonBytes` counts them, at most. */
export const maxAllPartsBytes = 16 * 1024 * 1024;

/** Bytes of all elements together, as `jsonBytes` counts them, at most. */
export const maxAllElementsBytes = 64 * 1024 * 1024;

/** Characters in the name of an element's property, at most. */
export const maxPropertyNameLength = 100;

/** Arrays and objects within one another in the value of one property, at most. */
export const maxJsonDepth = 12;

/** Tasks of a board, at most; removed ones do not count. */
export const maxTasks = 20_000;

/** Bytes of all tasks together, as `jsonBytes` counts them, at most. */
export const maxAllTasksBytes = 32 * 1024 * 1024;

/** Characters in a task's title, at most, without white space around it. */
export const maxTitleLength = 200;

/** Characters in a task's notes, at most. */
export const maxNotesLength = 20_000;

/** Columns of a board, at most. */
export const maxColumns = 40;

/** The greatest limit of work in progress that a column can have. */
export const maxColumnLimit = 999;

/** Labels of a board, at most. */
export const maxLabels = 200;

/** Templates of a board, at most. */
export const maxTemplates = 100;

/** Bytes of all templates together, as `jsonBytes` counts them, at most. */
export const maxAllTemplatesBytes = 2 * 1024 * 1024;

/** Labels on one card, at most. */
export const maxLabelsOfTask = 20;

/** Assignees of one card, at most. */
export const maxAssignees = 20;

/** Items in the checklist of one card, at most. */
export const maxChecklistItems = 100;

/** Characters in an item of a checklist, at most, without white space around it. */
export const maxItemLength = 500;

/** Comments on one card, at most. */
export const maxComments = 200;

/** Characters in a comment, at most. */
export const maxCommentLength = 4_000;

/** Files on one card, at most. */
export const maxAttachments = 20;

/** Characters in the name of a file on a card, at most, without white space around it. */
export const maxFileNameLength = 120;

/** Entries that a card keeps of what was done with it, at most; the oldest are dropped. */
export const maxActivities = 30;

/** Characters of a checklist item or of a file's name that a card's activity keeps, at most. */
export const maxActivityText = 60;

/** Characters in a fractional index, at most. */
export const maxPositionLength = 1_000;

/** Characters in the name of a person or a board, at most, without white space around it. */
export const maxNameLength = 80;

/** Items in the library of a board, at most. */
export const maxLibraryItems = 500;

/** Elements of one item in the library, at most. */
export const maxLibraryItemElements = 500;

/** Characters in the name of an item in the library, at most, without white space around it. */
export const maxLibraryItemName = 200;

/** Bytes of all items in the library together, as `jsonBytes` counts them, at most. */
export const maxLibraryBytes = 8 * 1024 * 1024;

/** Members of a board, at most: every device that ever introduced itself or was removed counts. */
export const maxMembers = 10_000;

/** Bytes of a snapshot that `Board.restore` reads, at most. */
export const maxSnapshotBytes = 128 * 1024 * 1024;
