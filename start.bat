@echo off
rem Makes the reports and opens JupyterLab; a file dragged onto it is taken into data\raw\. See offline\start.py.
rem ASCII and CRLF only: a console of Japanese Windows reads this file in cp932.
setlocal
chcp 65001 >nul
set "PYTHONUTF8=1"
pushd "%~dp0"
set "PY="
for %%v in (3.13 3.12 3.11) do if not defined PY py -%%v -c "" >nul 2>nul && set "PY=py -%%v"
if not defined PY python -c "import sys; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 13))" >nul 2>nul && set "PY=python"
if not defined PY goto missing
%PY% offline\start.py %*
if errorlevel 1 pause
popd
exit /b
:missing
type offline\no-python.txt
pause
popd
exit /b 1
