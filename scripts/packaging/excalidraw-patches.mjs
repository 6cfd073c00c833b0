/**
 * Changes of the build to Excalidraw's code (0.18.1) and to its converter of Mermaid that their properties do not allow. The build
 * fails if one of them does not match. A name at the start of an expression is matched from its own start only: the fonts in the
 * code are words of 100,000 characters.
 */

export const excalidrawPatches = [
  {
    // A browser requests the fallback of each font, and the page's policy blocks it with hundreds of errors in the
    // console.
    original: 'each font has a fallback URL on another host',
    find: /(?<![\w$])([\w$]+)\.push\(new URL\([\w$]+,\s*[\w$]+\.ASSETS_FALLBACK_URL\)\),\s*\1/g,
    replace: '$1',
  },
  {
    // A person has the same colour everywhere in the window.
    original: 'the colour of a person is derived from the id',
    find: /\(([\w$]+),([\w$]+)\)=>(`hsl\(\$\{Math\.abs\([\w$]+\(\2\?\.id\|\|\1\)\)%37\*10\}, 100%, 83%\)`)/g,
    replace: '($1,$2)=>$2?.color?.background??$3',
  },
  {
    // Black is illegible on the dark ones of those colours.
    original: 'the name next to a pointer is black',
    find: /(,([\w$]+)=[\w$]+\.collaborators\.get\([\w$]+\);(?:(?!fillText\().){1,3000}\.fillStyle=)([\w$]+)(,[\w$]+\.fillText\()/g,
    replace: '$1$2?.color?.stroke??$3$4',
  },
  {
    // 60 frames per second without end: half of the cost of a board at rest.
    original: 'the laser trails of others request frames while no laser is in use',
    find: /onFrame\(\)\{this\.updateCollabTrails\(\)\}/g,
    replace:
      'onFrame(){this.updateCollabTrails();return![...this.app.state.collaborators.values()].some(e=>e.pointer?.tool==="laser"&&e.button==="down")}',
  },
  {
    original: 'the laser trails of others do not restart when a laser is used',
    find: /((?<![\w$])([\w$]+)\.collaborators&&)(this\.setState\(\{collaborators:\2\.collaborators\}\))/g,
    replace:
      '$1($3,[...$2.collaborators.values()].some(e=>e.pointer?.tool==="laser"&&e.button==="down")&&this.animationFrameHandler.start(this.laserTrails))',
  },
  {
    // A guest's page stores nothing of a board, and a member's other boards do not show it either.
    original: 'the text of a Mermaid diagram is stored in localStorage',
    find: /return window\.localStorage\.setItem\([\w$]+,\s*JSON\.stringify\([\w$]+\)\),\s*!0/g,
    replace: 'return!1',
  },
  {
    // The ids of all moved elements are collected for each of them, to find its arrows: 2 s for 5,000 elements, where 50 ms do.
    original: 'the ids of the elements that move together are collected anew for each of them',
    find: /=([\w$]+)=>new Set\(\(\1\|\|\[\]\)\.map\(([\w$]+)=>\2\.id\)\)/g,
    replace:
      '=(n=>e=>{let t=e&&n.get(e);return t||(t=new Set(Array.from(e||[],e=>e.id)),e&&n.set(e,t)),t})(new WeakMap)',
  },
  {
    // One object for all of them, so that the patch above finds its ids.
    original: 'the dragged elements are copied for each of them',
    find: /(\{simultaneouslyUpdated:)Array\.from\(([\w$]+)\)\}/g,
    replace: '$1$2}',
  },
  {
    // Others' previews change the scene with each of their frames, and the toolbar took as long as the drawing. It depends on the
    // selected elements, their texts, and in open menus and dialogs on any. The lists are compared
    // by position, and only what differs is read: a look at each of 5,000 elements took a quarter of the time of another's change.
    original: 'the toolbar is rendered again whenever any element changes',
    find: /appState:([\w$]+),\.\.\.([\w$]+)\}=[\w$]+;return ([\w$]+)\(([\w$]+)\([\w$]+\),\4\(\1\),\{selectedElementIds:\3,selectedGroupIds:\3\}\)&&\3\([\w$]+,\2(?=\))/g,
    replace:
      '$&,{elements:(e,t)=>e===t||!($1.openDialog||$1.openSidebar||$1.openMenu||$1.openPopup||$1.stats.open||$1.scrolledOutside||$1.editingTextElement||$2.app.device.editor.isMobile)&&(n=>{for(let r=Math.max(e.length,t.length);r--;)if(e[r]!==t[r]&&(n(e[r])||n(t[r])))return!1;return!0})(e=>e&&($1.selectedElementIds[e.id]||$1.selectedElementIds[e.containerId]))}',
  },
  {
    // The steps of undo are the session's (`renderer/whiteboard/undo`). Excalidraw compared all elements for its own, which nothing reads,
    // at each step and each change of another person, and its list of steps grew without a bound.
    original:
      'each step is also one of the history of Excalidraw, which holds copies of the changed elements',
    find: /(?<![\w$])maybeClone\([\w$]+,[\w$]+\)\{/g,
    replace: 'maybeClone(){return this;',
  },
  {
    // Both took a tenth of the time of a change by another person among 5,000 elements. `replaceAllElements`, which follows, repairs the
    // indices.
    original:
      'a change of the scene from outside is entered into that history, and the indices of all elements are checked twice',
    find: /let ([\w$]+)=[\w$]+\(([\w$]+)\.elements\?\?\[\]\);if\(\2\.captureUpdate&&.{1,600}?\}(\2\.appState&&this\.setState\(\2\.appState\))/g,
    replace: 'let $1=$2.elements??[];$3',
  },
  {
    // Others' changes are few elements among thousands (`renderer/whiteboard/scene/painting/in-place.ts`).
    original: 'the lists and maps of all elements are made anew whenever one changes',
    find: /replaceAllElements\(([\w$]+)\)\{/g,
    replace:
      'replaceAllElements($1){if(globalThis.PAXBOARD_EXCALIDRAW_REPLACE?.(this,$1,e=>this.constructor.mapElementToScene(e,this)))return;',
  },
  {
    // The window paints others' changes within their rectangles (`renderer/whiteboard/scene/painting/part/`).
    original: 'all visible elements are painted whenever one changes',
    find: /((?<![\w$])[\w$]+=\(([\w$]+),([\w$]+)\)=>\{)(if\(\3\)\{[\w$]+\(\2\);return\}([\w$]+)\(\2\)\})(?=;var [\w$]+=\([\w$]+,[\w$]+\)=>\{if\([\w$]+\.width<=)/g,
    replace: '$1globalThis.PAXBOARD_EXCALIDRAW_PAINTS?.($2,$5);$4',
  },
  {
    // Only arrows with a label are painted on it. Of each element one canvas less has memory: when a board is opened, at the end of each
    // zoom, and at each step of another person's gesture.
    original: 'each element has a second canvas with a context',
    find: /((?<![\w$])[\w$]+=document\.createElement\("canvas"\),[\w$]+=)([\w$]+\.getContext\("2d"\);if\(([\w$]+\([\w$]+\)&&[\w$]+)\))/g,
    replace: '$1$3&&$2',
  },
  {
    // So that the window knows whether that canvas shows the last state.
    original: 'the scene does not have the visible elements',
    find: /this\.visibleElements=(?!\[)/g,
    replace: 'this.scene.visibleElements=$&',
  },
  {
    // The header of the board lists the people; Excalidraw's list is hidden.
    original: 'the toolbar is rendered again whenever the pointer of another person moves',
    find: /\{suggestedBindings:([\w$]+),startBoundElement:/g,
    replace: '{collaborators:$1s,suggestedBindings:$1,startBoundElement:',
  },
  {
    // A third of the time from the release of the mouse until the change was sent. The toolbar follows in the task after it, or with the
    // next change, or with the next press: a tool that still looks chosen would ignore a click. Until then it stays as it was rendered
    // last, and never returns to an earlier state: its buttons read the present selection, which may lack what an earlier one had.
    original: 'the toolbar is rendered again at the end of a gesture before the change is reported',
    find: /=([\w$]+)\.memo\(([\w$]+),([\w$]+)\)(;import\{useCallback as [\w$]+,useEffect as [\w$]+,useRef as [\w$]+\}from"react")/g,
    replace:
      '=(t=>e=>{let r=$1.useRef(e),n=$1.useRef(e),o=globalThis.event,[,again]=$1.useReducer(e=>e+1,0);$1.useEffect(()=>(addEventListener("pointerdown",again,!0),()=>removeEventListener("pointerdown",again,!0)),[]),$3(r.current,e)||(r.current=e),$1.useDeferredValue(r.current),o?.type==="pointerup"&&o.target instanceof HTMLCanvasElement||(n.current=r.current);return $1.createElement(t,n.current)})($1.memo($2,$3))$4',
  },
  {
    // The styles of the page were computed for it whenever a canvas was drawn: a tenth of that time.
    original: 'the colour of a selection is read from the computed style of the page for each drawing',
    find: /(?<![\w$])([\w$]+)\.containerRef\?\.current&&getComputedStyle\(\1\.containerRef\.current\)\.getPropertyValue\("--color-selection"\)\|\|("#6965db")/g,
    replace: '$1.appState.theme==="dark"?"#3530c4":$2',
  },
  {
    // Behind another tab it has no size: its toolbar became the one for phones, and on return the other one again, under a hand that
    // already reached for it.
    original: 'a whiteboard that is not shown counts as one on a phone',
    find: /(let\{width:([\w$]+),height:[\w$]+\}=[\w$]+\.getBoundingClientRect\(\)),([\w$]+=this\.props\.UIOptions\.dockedSidebarBreakpoint)/g,
    replace: '$1;if(!$2)return!1;let $3',
  },
  {
    // The page gets the event first as one of React, which is about the name itself, and then as one of the whole whiteboard.
    original: 'the wheel does nothing while the pointer is on the name of a frame',
    find: /(?<![\w$])([\w$]+)\.target instanceof HTMLCanvasElement\|\|\1\.target instanceof HTMLTextAreaElement\|\|\1\.target instanceof HTMLIFrameElement/g,
    replace: '$&||!$1.nativeEvent&&$1.target.closest("[id*=-frame-name-]")',
  },
  {
    // It took the Escape as well, and nothing happened: neither it nor a dialog over it closed.
    original: 'the main menu of a narrow window closes only by its button',
    find: /(?<![\w$])[\w$]+\.editor\.isMobile\?void 0:(\(\)=>[\w$]+\(\{openMenu:null\}\))/g,
    replace: '$1',
  },
  {
    // On a phone the search is above the canvas (`renderer/whiteboard/looks/touch.css`).
    original: 'a sidebar is beside the canvas wherever something found is brought into sight',
    find: /let ([\w$]+)=this\.excalidrawContainerRef\?\.current\?\.querySelector\("\.App-toolbar"\)\?\.getBoundingClientRect\(\)\?\.bottom\?\?0,([\w$]+)=[^;]*?;/g,
    replace:
      '$&$2&&$2.width>=this.state.width-1&&($1=Math.max($1,$2.bottom-this.state.offsetTop),$2=void 0);',
  },
  {
    // Such a press has no end, so changes by the context menu would wait for the next press of the main button.
    original:
      'a press of any button counts as the beginning of a gesture, but only the main one and the eraser of a pen begin one',
    find: /(lastPointerDownWith:([\w$]+)\.pointerType,cursorButton:)"down"/g,
    replace: '$1$2.button===0||$2.button===5?"down":"up"',
  },
  {
    // An event on the whiteboard, like that of Ctrl+V, so that its clipboard is checked as well (`renderer/whiteboard/paste`).
    original: 'the entry of the context menu that pastes hands the clipboard to Excalidraw without an event',
    find: /(?<![\w$])([\w$]+)\.pasteFromClipboard\(([\w$]+\(\{types:[\w$]+\}\))\)/g,
    replace:
      '$1.excalidrawContainerRef.current.dispatchEvent(new ClipboardEvent("paste",{clipboardData:$2.clipboardData,bubbles:!0,cancelable:!0}))',
  },
  {
    // The desktop app may not read the clipboard by itself: the error says that nothing was pasted.
    original: 'the entry of the context menu that pastes ends without a word if the clipboard cannot be read',
    find: /(?<![\w$])([\w$]+)\.name==="AbortError"\|\|\1\.name==="NotAllowedError"(\?!1:\(console\.)error(\(`actionPaste )/g,
    replace: '$1.name==="AbortError"$2warn$3',
  },
  {
    // A guest's page gets fonts from its host, which may be away when a text needs one. The window requests it again
    // (`renderer/whiteboard/scene/texts/failed-fonts.ts`).
    original: 'a font that could not be loaded stays unloaded until the page is loaded again',
    find: /this\.fontFace=(new FontFace\([\w$]+,[\w$]+,\{display:"swap",style:"normal",weight:"400",\.\.\.[\w$]+\}\))/g,
    replace:
      'this.renewed=()=>$1,this.fontFace=this.renewed(),(globalThis.PAXBOARD_EXCALIDRAW_FONTS??=[]).push(this)',
  },
  {
    original: 'the library is called the one of a person, but the board shares it',
    // The window provides the text (`renderer/whiteboard/excalidraw-texts.ts`).
    find: /personalLib:("Personal Library")/g,
    replace: 'get personalLib(){return globalThis.PAXBOARD_EXCALIDRAW_TEXTS?.personalLib??$1}',
  },
  {
    original:
      'an empty library points to a public repository below, whose button leads outside and is hidden',
    find: /hint_emptyLibrary:("Select an item on canvas[^"]*")/g,
    replace: 'get hint_emptyLibrary(){return globalThis.PAXBOARD_EXCALIDRAW_TEXTS?.emptyLibrary??$1}',
  },
  {
    // People open a board at different addresses, and links name none (`shared/board/element/link.ts`).
    original: 'a link to an element is one to the host of this page',
    find: /(?<![\w$])([\w$]+)\.searchParams\.has\(([\w$]+)\)&&\1\.host===window\.location\.host/g,
    replace: '$1.searchParams.has($2)&&($1.protocol==="paxboard:"||$1.host===window.location.host)',
  },
  {
    // The window mounts it (`renderer/whiteboard/palette/`).
    original: 'the command palette is in the package, but not exported',
    find: /(?<![\w$])([\w$]+)=Object\.assign\((?=([\w$]+)=>\{(?:(?!Object\.assign\().){1,1500}?\{\.\.\.\2\}\)\},\{defaultItems:)/g,
    replace: '$1=globalThis.PAXBOARD_EXCALIDRAW_PALETTE=Object.assign(',
  },
  {
    original: 'the command palette offers to reset the canvas, and a background that is not shared',
    find: /(\[\.\.\.[\w$]+,\.\.\.[\w$]+,\.\.\.[\w$]+\|\|\[\]\])(\.map\(([\w$]+)=>\(\{\.\.\.\3,icon:)/g,
    replace: '$1.filter(e=>globalThis.PAXBOARD_EXCALIDRAW_OFFERS?.(e.label)!==!1)$2',
  },
  {
    // Mermaid from 11.13 on puts the id of the diagram before all others, and the converter (2.2.2) looks for them without it: class,
    // state and entity diagrams and subgraphs become an image.
    original: 'the converter of Mermaid does not find the parts of a diagram by their ids',
    find: /svgContainer\.innerHTML = svg;/g,
    replace:
      '$&for(const e of svgContainer.querySelectorAll("g,path"))if(e.id.startsWith(renderId+"-")&&!e.closest("defs,marker"))e.id=e.id.slice(renderId.length+1);',
  },
  {
    // "Insert" added the last diagram without an error, for everyone, although the text was another one, or empty. Two texts can be
    // parsed at once, because one that fails is parsed a second time: only the latest one counts.
    original:
      'the diagram of an earlier text stays insertable while the present text is empty, wrong, or not drawn yet',
    find: /(mermaidDefinition:([\w$]+),setError:([\w$]+),data:([\w$]+)\}\)=>\{)(.{1,600}?)(let\{elements:.{1,600}?)\2&&(\3\()/g,
    replace:
      '$1let latest=$4.latest={};$4.current={elements:[],files:null};$5if($4.latest!==latest)return;$6$4.latest===latest&&$7',
  },
  {
    // They lead outside, and the sentence is no longer true: state and entity diagrams become elements, too.
    original: 'the description of the Mermaid dialog has links',
    find: /description:("Currently only <flowchartLink>[^"]*")/g,
    replace: 'get description(){return globalThis.PAXBOARD_EXCALIDRAW_TEXTS?.diagramDescription??$1}',
  },
  {
    // The text of the dialog goes along: the parser counts the lines without comments.
    original: 'the Mermaid dialog has a misspelled placeholder, and shows the errors of the parser',
    find: /(\{input:([\w$]+),placeholder:)("Write Mermaid diagram defintion here\.\.\.")(.{1,500}?,error:)([\w$]+)\}\)/g,
    replace:
      '$1globalThis.PAXBOARD_EXCALIDRAW_TEXTS?.diagramPlaceholder??$3$4$5&&{message:globalThis.PAXBOARD_EXCALIDRAW_TEXTS?.diagramProblem($5,$2)??$5.message}})',
  },
  {
    original: 'an error of the Mermaid dialog begins with "Error!"',
    find: /(className:"ttd-dialog-output-error",children:\[)"Error! ",/g,
    replace: '$1',
  },
  {
    // Mermaid draws "Maximum text size in diagram exceeded" instead, which a person would insert, or paste, for everyone.
    original: 'a text that is too long for Mermaid becomes a picture of an error',
    find: /const diagram = await mermaid\.mermaidAPI\.getDiagramFromText\(/g,
    replace: 'if(definition.length>mergedConfig.maxTextSize)throw new Error("Text limit exceeded");$&',
  },
  {
    // The action for the file that is open is off.
    original:
      'the key that saves a file is a small "s" with Shift, which Excalidraw itself replaces by a capital',
    find: /(?<![\w$])([\w$]+)=>\1\.key===([\w$]+)\.S&&\1\.shiftKey&&\1\[\2\.CTRL_OR_CMD\]/g,
    replace: '$1=>$1.key.toLowerCase()===$2.S&&$1[$2.CTRL_OR_CMD]',
  },
  {
    // The whiteboard makes each of them from a checked element of the board (`scene/adapter.ts`), and shows all later ones without that,
    // too. What it "repaired" differed from the board and was drawn again; the rest took 14 ms of an opening with 5,000 elements.
    original: 'the elements of the initial scene are restored as those of a file',
    find: /(let ([\w$]+)=[\w$]+\()([\w$]+)(,null,null,)\{repairBindings:!0\}\);(\2\.appState=)/g,
    replace: '$1{...$3,elements:null}$4null);$2.elements=$3?.elements??[];$5',
  },
  {
    // An exported SVG embeds of each font the used characters only, for which it decodes the font with WebAssembly. The page's policy allows
    // that, and no code in texts; without it whole fonts were embedded. These three make the same functions of Emscripten's binding as
    // closures.
    original: 'the decoder of fonts makes functions with a name out of text',
    find: /new Function\("body",`return function \$\{([\w$]+)\}\(\) \{[^`]*`\)\(([\w$]+)\)/g,
    replace: 'Object.defineProperty(function(){return $2.apply(this,arguments)},"name",{value:$1})',
  },
  {
    original: 'the decoder of fonts makes the calls of its function table out of text',
    find: /new Function\("dynCall","rawFunction",[\w$]+\)\(([\w$]+),([\w$]+)\)/g,
    replace: '((call,at)=>(...args)=>call(at,...args))($1,$2)',
  },
  {
    original: 'the decoder of fonts makes the functions that convert arguments out of text',
    find: /(function [\w$]+\(([\w$]+),([\w$]+),[\w$]+,([\w$]+),([\w$]+)\)\{let ([\w$]+)=\3\.length;\6<2&&([\w$]+)\("argTypes array size mismatch[^"]*"\);let ([\w$]+)=[^;]*,([\w$]+)=!1;.{1,400}?let ([\w$]+)=\3\[0\]\.name!=="void".{1,700}?=\["throwBindingError","invoker",[^\]]*\],[\w$]+=\[\7,\4,\5,([\w$]+),.{1,1500}?)[\w$]+\(Function,[\w$]+\)\.apply\(null,[\w$]+\)/gs,
    replace:
      '$1function(...args){args.length!==$6-2&&$7($2+" was called with "+args.length+" arguments");let stack=$9?[]:null,first=$8?1:2,wired=[];for(let at=first;at<$6;at++)wired.push($3[at].toWireType(stack,at===1?this:args[at-2]));let result=$4($5,...wired);if($9)$11(stack);else for(let at=first;at<$6;at++)$3[at].destructorFunction?.(wired[at-first]);return $10?$3[0].fromWireType(result):void 0}',
  },
  {
    // It is above its element, so near the upper edge over the tools, and beyond the edges of the window.
    original: 'the popup of a link covers the tools',
    find: /(=\(([\w$]+),([\w$]+),[\w$]+\)=>\{let\[[\w$]+,[\w$]+\]=[\w$]+\([^)]*\),\{x:[\w$]+,y:[\w$]+\}=[\w$]+\(\{[^}]*\},\3\),[\w$]+=[^;]*\.offsetLeft-[^;]*\.offsetTop-[\w$]+;return)(\{x:[\w$]+,y:[\w$]+\})\}/g,
    replace: '$1 globalThis.PAXBOARD_EXCALIDRAW_LINK_POPUP?.($4,$2,$3)??$4}',
  },
  {
    // The pointer is compared in the window, the popup is placed in the whiteboard, which is below the header; and it can be below its
    // element.
    original: 'the popup of a link disappears while the pointer is at its lower edge, or on the way to it',
    find: /(\[([\w$]+),([\w$]+)\]\)=>\{let\{x:[\w$]+,y:([\w$]+)\}=[\w$]+\(\{clientX:\2,clientY:\3\},([\w$]+)\),[\w$]+=15\/\5\.zoom\.value;if\([^;]*return!1;let\[[\w$]+,([\w$]+),[\w$]+)(\]=[^;]*;if\([^;]*&&)\4>=\6-([\w$]+)&&\4<=\6(\)return!1;)/g,
    replace:
      '$1,bottom$7$4>=$6-$8/$5.zoom.value&&$4<=bottom+$8/$5.zoom.value$9$2-=$5.offsetLeft;$3-=$5.offsetTop;',
  },
  {
    // The element stays chosen, and its popup covers what is below.
    original: 'Escape does not close the popup of a link',
    find: /if\(([\w$]+)\.key===([\w$]+)\.ESCAPE&&this\.flowChartCreator\.isCreatingChart\)/g,
    replace:
      'if($1.key===$2.ESCAPE&&this.state.showHyperlinkPopup==="info"){this.setState({showHyperlinkPopup:!1});return}$&',
  },
];
